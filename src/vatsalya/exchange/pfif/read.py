"""Reading a PFIF document that somebody sent: every line of it is a stranger's.

Not valid XML, a document type, an entity, another character set, an unknown field or a value that cannot be:
the whole document is refused, with the line and the reason, and nothing of it is kept.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax import SAXParseException, handler
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.text import clean

from . import schema

MOST_BYTES = 5 * 1024 * 1024
MOST_RECORDS = 2000
MOST_TEXT = 6000
#: Clocks of other registries may run before ours by so much; a later day would keep every true renewal out.
AHEAD = timedelta(days=1)
#: Days that lie behind whoever writes them down.
_PAST = ("source_date", "entry_date", "date_of_birth")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")


@dataclass
class Document:
    """What a document said: its version, its persons, and the notes that belong to none of them."""

    version: str = ""
    persons: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)


class _Wrong(Exception):
    """A mistake that the reader itself found, at the line where the parser stands."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts


def refuse(line: int, code: str, **facts: Any) -> Refused:
    """The refusal of a document: the reason, and the line it stands in."""
    return Refused(Refusal(code, line=line, **facts))


def read(data: bytes, *, at: datetime | None = None) -> Document:
    """Read a whole document; raises Refused with line and reason. With `at` no day may lie ahead of it."""
    if len(data) > MOST_BYTES:
        raise refuse(1, "pfif.too_big", most=MOST_BYTES // 1024 // 1024)
    _need_utf8(data)
    reader = _Reader(f"{(at + AHEAD).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else "")
    # Entities and document types are refused by the parser itself, before anything is expanded or fetched.
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(reader)
    source = InputSource()
    source.setByteStream(io.BytesIO(data))
    source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except DefusedXmlException:
        raise refuse(_line(parser), "pfif.dtd") from None
    except _Wrong as wrong:
        raise refuse(reader.line, wrong.code, **wrong.facts) from None
    except SAXParseException as wrong:
        raise refuse(wrong.getLineNumber() or 1, "pfif.not_xml") from None
    return reader.document


def _line(parser: Any) -> int:
    return int(parser.getLineNumber() or 1)


def _need_utf8(data: bytes) -> None:
    """PFIF is UTF-8: a mark of another character set, or bytes that are none, stop here."""
    named = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if named and named[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise refuse(1, "pfif.charset")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise refuse(data.count(b"\n", 0, wrong.start) + 1, "pfif.charset") from None


class _Reader(handler.ContentHandler):
    """Collects records as the parser goes along; remembers the line for the one who has to correct it."""

    def __init__(self, latest: str = "") -> None:
        super().__init__()
        self.latest = latest
        self.document = Document()
        self.line = 1
        self._person: dict[str, Any] | None = None
        self._note: dict[str, str] | None = None
        self._field = ""
        self._text: list[str] = []
        self._strange = 0
        self._root = False
        self._ids: set[str] = set()

    def setDocumentLocator(self, locator: Any) -> None:
        """Called by the parser: where it stands can be asked from here on."""
        self._where = locator

    def _mark(self) -> None:
        self.line = int(self._where.getLineNumber() or 1)

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:
        """An element opens: the root, a record, a field, or something of another namespace that is passed over."""
        self._mark()
        space, local = name
        if not self._root:
            self._begin(space, local)
        elif self._strange or space != schema.NAMESPACE + self.document.version:
            self._strange += 1
            if self._field:
                raise _Wrong("pfif.unknown_field", field=local[:40])
        else:
            self._open(local)

    def _begin(self, space: str | None, local: str) -> None:
        version = (space or "").removeprefix(schema.NAMESPACE)
        if local != "pfif" or version not in schema.VERSIONS:
            raise _Wrong("pfif.not_pfif")
        self.document.version, self._root = version, True

    def _open(self, local: str) -> None:
        if self._field:
            raise _Wrong("pfif.unknown_field", field=local[:40])
        if local == "person" and self._person is None and self._note is None:
            self._person = {"notes": []}
        elif local == "note" and self._note is None:
            self._note = {}
        else:
            self._begin_field(local)

    def _begin_field(self, local: str) -> None:
        kind, record = self._record()
        if record is None or local not in schema.fields(kind, self.document.version):
            raise _Wrong("pfif.unknown_field", field=local[:40])
        if schema.NEW_NAME.get(local, local) in record:
            raise _Wrong("pfif.twice", field=local)
        self._field, self._text = local, []

    def _record(self) -> tuple[str, dict[str, Any] | None]:
        return ("note", self._note) if self._note is not None else ("person", self._person)

    def characters(self, content: str) -> None:
        """Text: it counts only inside a field."""
        if self._field and not self._strange:
            self._text.append(content)
            if sum(map(len, self._text)) > MOST_TEXT:
                self._mark()
                raise _Wrong("pfif.too_long", field=self._field)

    def endElementNS(self, name: Any, qname: Any) -> None:
        """An element closes: a field is judged, a record is complete."""
        self._mark()
        if self._strange:
            self._strange -= 1
        elif self._field:
            self._end_field()
        elif name[1] == "note" and self._note is not None:
            self._end_note()
        elif name[1] == "person" and self._person is not None:
            self._end_person()

    def _end_field(self) -> None:
        _, record = self._record()
        assert record is not None
        named, text = schema.NEW_NAME.get(self._field, self._field), clean("".join(self._text))
        if text and not schema.fits(named, text):
            raise _Wrong("pfif.value", field=self._field)
        if self.latest and named in _PAST and text > self.latest:  # all of one form, from the year on
            raise _Wrong("pfif.future", field=self._field)
        record[named] = text
        self._field = ""

    def _need(self, kind: str, record: dict[str, Any]) -> None:
        for name in schema.needed(kind, self.document.version):
            if schema.NEW_NAME.get(name, name) not in record:
                raise _Wrong("pfif.missing_field", field=name)

    def _end_note(self) -> None:
        note, self._note = self._note or {}, None
        self._need("note", note)
        if self._person is not None:
            self._person["notes"].append(note)
        elif not note.get("person_record_id"):
            raise _Wrong("pfif.missing_field", field="person_record_id")
        else:
            self.document.notes.append(note)
        self._count()

    def _end_person(self) -> None:
        person, self._person = self._person or {}, None
        self._need("person", person)
        if person["person_record_id"] in self._ids:
            raise _Wrong("pfif.twice", field="person_record_id")
        self._ids.add(person["person_record_id"])
        if any(n.get("person_record_id", person["person_record_id"]) != person["person_record_id"]
               for n in person["notes"]):  # fmt: skip
            raise _Wrong("pfif.value", field="person_record_id")
        if not person.get("full_name"):
            person["full_name"] = " ".join(filter(None, (person.get("given_name"), person.get("family_name"))))
        self.document.persons.append(person)
        self._count()

    def _count(self) -> None:
        kept = self.document
        if len(kept.persons) + len(kept.notes) + sum(len(p["notes"]) for p in kept.persons) > MOST_RECORDS:
            raise _Wrong("pfif.too_many", most=MOST_RECORDS)
