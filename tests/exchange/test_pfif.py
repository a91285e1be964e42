"""PFIF: what we send says only what publication allows; what strangers send is refused or waits for an officer."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import xmlschema

from tests.conftest import AT
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.exchange import cards
from vatsalya.exchange.models import Imported
from vatsalya.exchange.pfif import read as reading
from vatsalya.exchange.pfif import review, schema, write
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters.models import Matter

pytestmark = pytest.mark.django_db
XSD = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "pfif-1.4.xsd")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SENT = {
    "1.1": {"first_name": "Ankit", "last_name": "Kumar", "home_zip": "823001", "other": "Blue shirt", "found": None},
    "1.2": {"first_name": "Ankit", "last_name": "Kumar", "sex": "male", "age": "8-10", "other": "Blue shirt"},
    "1.3": {"full_name": "Ankit Kumar", "expiry_date": "2027-01-01T00:00:00Z", "other": "Blue shirt"},
    "1.4": {"full_name": "Ankit Kumar", "given_name": "Ankit", "description": "Blue shirt", "profile_urls": "x"},
}


def document(
    version: str = "1.4", *, more: str = "", note: str = "", record: str = "other.example/p1", **said: Any
) -> bytes:
    """A document of one person."""
    told = {"person_record_id": record, "source_date": "2026-11-10T00:00:00Z"} | SENT[version] | said
    fields = "".join(f"\n<{name}>{text}</{name}>" for name, text in told.items() if text is not None)
    return f'{HEAD}<pfif xmlns="{schema.NAMESPACE}{version}"><person>{fields}{note}</person>{more}</pfif>'.encode()


def note(version: str = "1.4", **said: Any) -> str:
    """A note of that person."""
    told = {
        "note_record_id": "other.example/n1",
        "author_name": "A",
        "source_date": "2026-11-10T00:00:00Z",
        "text": "t",
    }
    return "<note>" + "".join(f"<{name}>{text}</{name}>" for name, text in (told | said).items()) + "</note>"


def refusal(data: bytes) -> tuple[str, int]:
    """Reason and line of a refusal."""
    with pytest.raises(Refused) as no:
        reading.read(data)
    one = no.value.refusals[0]
    return one.code, one.facts["line"]


def test_what_we_send_is_valid_and_says_what_the_card_allows(shown):
    text = write.write(cards.live(at=AT)).decode()
    XSD.validate(text)
    assert "<pfif:full_name>अंकित</pfif:full_name>" in text
    assert "<pfif:age>8-10</pfif:age>" in text and "<pfif:sex>male</pfif:sex>" in text
    assert "<pfif:expiry_date>2026-12-12T18:29:59Z</pfif:expiry_date>" in text
    assert "Blue shirt &amp; &lt;grey&gt; shorts" in text and "wrist" in text.lower()
    for never in ("photo_url>", "author_phone", "home_street", "family_name"):
        assert never not in text


def test_the_schema_of_the_tests_can_say_no(shown):
    text = write.write(cards.live(at=AT)).decode()
    for wrong in (
        text.replace("<pfif:sex>male", "<pfif:sex>boy"),
        text.replace("full_name", "fullname"),
        text.replace("+", "").replace("T18:29:59Z", " 18:29"),
    ):
        assert not XSD.is_valid(wrong)


def test_our_records_live_in_our_own_domain(shown, settings):
    settings.BASE_URL = "https://missing.example.in"
    text = write.write(cards.live(at=AT)).decode()
    assert f"missing.example.in/{shown[0].public_id}" in text


def test_a_child_published_no_longer_is_a_placeholder_without_anything_of_the_child(shown):
    card = shown.pop()
    text = write.write(cards.live(at=AT), [write.Gone(card.public_id, AT)]).decode()
    XSD.validate(text)
    assert card.first_name not in text and "Blue shirt" not in text
    person = reading.read(text.encode()).persons[0]
    assert {name for name, said in person.items() if said and name != "notes"} == set(schema.PLACEHOLDER)


def test_hostile_text_on_a_card_stays_text(shown, another):
    shown[0] = another(shown[0], first_name="]]><x/>\u0000\u000b&amp;", clothes="<!ENTITY x>")
    XSD.validate(write.write(cards.live(at=AT)).decode())


def test_what_we_send_we_can_read(shown):
    found = reading.read(write.write(cards.live(at=AT)))
    assert (found.version, found.persons[0]["full_name"]) == ("1.4", "अंकित")
    assert found.persons[0]["notes"][0]["status"] == "information_sought"


@pytest.mark.parametrize("version", schema.VERSIONS)
def test_every_version_is_read_into_the_names_of_the_newest(version):
    found = reading.read(document(version, note=note(version, **({"found": "true"} if version != "1.4" else {}))))
    person = found.persons[0]
    assert found.version == version
    assert person["full_name"] == "Ankit Kumar"
    assert person["description"] == "Blue shirt"
    assert not {"first_name", "other", "found", "home_zip"} & set(person) | set(person["notes"][0]) & {"found"}


def _sample(name: str) -> str:
    """Something that may stand in a field."""
    if name.endswith("_date"):
        return "2026-11-10T00:00:00Z"
    if name.endswith("person_record_id"):
        return "other.example/p1"
    return "other.example/x1" if name.endswith("_id") else f"said {name}"


@pytest.mark.parametrize("version", schema.VERSIONS)
@pytest.mark.parametrize("kind", ["person", "note"])
def test_every_field_of_every_version_is_taken(version, kind):
    good = {"sex": "male", "age": "9", "date_of_birth": "2017", "home_country": "IN", "found": "true",
            "author_made_contact": "true", "status": "believed_alive"}  # fmt: skip
    told = {name: good.get(name) or _sample(name) for name in schema.fields(kind, version)}
    if kind == "person":
        got = reading.read(document(version, **told)).persons[0]
    else:
        got = reading.read(document(version, note=note(version, **told))).persons[0]["notes"][0]
    for name, text in told.items():
        assert got[schema.NEW_NAME.get(name, name)] == text


def test_a_field_of_a_newer_version_is_refused_in_an_older_one():
    assert refusal(document("1.1", sex="male"))[0] == "pfif.unknown_field"
    assert refusal(document("1.3", profile_urls="x"))[0] == "pfif.unknown_field"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "pfif.not_xml", 1),
        (b"not xml at all", "pfif.not_xml", 1),
        (HEAD.encode() + b"<pfif>", "pfif.not_pfif", 2),
        (document().replace(b"</person>", b"</persons>"), "pfif.not_xml", 8),
        (document().replace(b"1.4", b"1.9"), "pfif.not_pfif", 2),
        (document(sex="boy"), "pfif.value", 9),
        (document(source_date="yesterday"), "pfif.value", 4),
        (document(age="-1"), "pfif.value", 9),
        (document(full_name=None), "pfif.missing_field", 7),
        (document(record="no domain"), "pfif.value", 3),
        (document(note=note(text="x" * 7000)), "pfif.too_long", 8),
        (document(note=note(status="dead")), "pfif.value", 8),
        (document(more="<note></note>"), "pfif.missing_field", 8),
        (document(secret="x"), "pfif.unknown_field", 9),
    ],
)
def test_a_mistake_is_refused_with_its_line(data, code, line):
    assert refusal(data) == (code, line)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE pfif [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE pfif [<!ENTITY % x SYSTEM "http://169.254.169.254/latest"> %x;]>',
        '<!DOCTYPE pfif [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE pfif SYSTEM "http://example.invalid/pfif.dtd">',
        "<!DOCTYPE pfif>",
    ],
)
def test_document_types_and_entities_are_refused_with_their_line(doctype):
    data = document(full_name="&x;").replace(HEAD.encode(), f"{HEAD}{doctype}\n".encode())
    assert refusal(data) == ("pfif.dtd", 2)


def test_a_billion_laughs_end_at_once():
    bomb = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    data = document(full_name="&l9;").replace(HEAD.encode(), f'{HEAD}<!DOCTYPE p [<!ENTITY l0 "lol">{bomb}]>'.encode())
    started = time.monotonic()
    assert refusal(data)[0] == "pfif.dtd"
    assert time.monotonic() - started < 1


def test_fifty_megabytes_are_refused_unread():
    started = time.monotonic()
    assert refusal(b"<" + b"a" * 50 * 1024 * 1024)[0] == "pfif.too_big"
    assert time.monotonic() - started < 1


def test_too_many_records_and_deep_nesting_are_refused():
    many = "".join(f"<note>{note()[6:-7]}<person_record_id>o.example/1</person_record_id></note>" for _ in range(2001))
    assert refusal(document(more=many))[0] == "pfif.too_many"
    assert refusal(document(more="<person>" * 5000))[0] in ("pfif.unknown_field", "pfif.not_xml")


@pytest.mark.parametrize(
    "data",
    [
        document().decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        document().replace(b"UTF-8", b"ISO-8859-1"),
        document(full_name="Ankit").replace(b"Ankit", b"Ank\xe9t"),
        document().replace(b"UTF-8", b"utf-7"),
    ],
)
def test_another_character_set_is_refused(data):
    assert refusal(data)[0] == "pfif.charset"


# What comes in waits for an officer.


def taken(land, data: bytes, who: str = "gaya.nodal", at=AT):
    return review.take(actor=land.bind(who), at=at, data=data)


def rows() -> list[Imported]:
    session.bind(machine("test"))
    return list(Imported.unscoped.order_by("arrived_at", "pk"))


def test_an_imported_person_waits_and_enters_no_register(land):
    session.bind(machine("test"))
    before = Matter.unscoped.count()
    assert taken(land, document(note=note(status="believed_dead"))).kept == 1
    assert [row.stands for row in rows()] == ["waits"]
    assert Matter.unscoped.count() == before


def test_what_they_say_is_sealed_and_only_the_nodal_office_opens_it(land):
    taken(land, document())
    row = rows()[0]
    assert b"Ankit" not in bytes(row.sealed_record) and b"other.example" not in bytes(row.record_key)
    assert review.look(actor=land.bind("gaya.nodal"), imported_id=row.pk)[1]["full_name"] == "Ankit Kumar"
    assert review.look(actor=land.bind("gaya.state_nodal"), imported_id=row.pk)[1]["full_name"] == "Ankit Kumar"
    for post in ("nashik.nodal", "nashik.state_nodal", "gaya.ps", "gaya.cwc", "gaya.scps", "india.ministry.0"):
        with pytest.raises((NotVisible, Forbidden)):
            review.look(actor=land.bind(post), imported_id=row.pk)


def test_only_a_nodal_officer_takes_documents_in(land):
    for post in ("gaya.ps", "gaya.dm", "gaya.cwc", "gaya.scps", "india.ministry.1"):
        with pytest.raises(Forbidden):
            taken(land, document(), who=post)


def test_the_same_record_again_is_renewed_only_by_a_newer_one(land):
    taken(land, document())
    assert taken(land, document(full_name="Older", source_date="2026-11-09T00:00:00Z")).passed_over == 1
    assert taken(land, document(full_name="Newer", source_date="2026-11-11T00:00:00Z")).renewed == 1
    (row,) = rows()
    assert review.look(actor=land.bind("gaya.nodal"), imported_id=row.pk)[1]["full_name"] == "Newer"


def test_our_own_record_that_comes_back_is_passed_over(land, settings):
    settings.BASE_URL = "https://ours.example.in"
    assert taken(land, document(record="ours.example.in/P-1")).passed_over == 1
    assert rows() == []


def test_an_expired_record_is_wiped_to_a_placeholder(land):
    taken(land, document(expiry_date="2026-11-13T00:00:00Z"))
    assert review.expire(at=AT) == 0
    assert review.expire(at=AT + timedelta(days=1)) == 1
    (row,) = rows()
    assert (row.stands, row.key, row.sealed_record) == ("expired", None, None)


def test_their_own_placeholder_wipes_our_copy(land):
    taken(land, document())
    assert taken(land, document(full_name="", expiry_date="2026-11-11T00:00:00Z")).wiped == 1
    assert rows()[0].sealed_record is None


def test_a_record_without_an_end_is_kept_sixty_days(land):
    taken(land, document())
    assert review.expire(at=AT + timedelta(days=59)) == 0
    assert review.expire(at=AT + timedelta(days=61)) == 1


def test_a_record_is_passed_on_only_to_a_report_that_the_officer_sees(land):
    from tests.journeys.story import Story
    from vatsalya.notices.models import Notice

    story = Story(land)
    report = story.register()
    taken(land, document())
    (row,) = rows()
    with pytest.raises(Refused) as no:
        review.pass_on(actor=land.bind("gaya.nodal"), imported_id=row.pk, number="BR-GAYA-26-99999-1", at=AT)
    assert no.value.codes == ["imported.no_such_report"]
    review.pass_on(actor=land.bind("gaya.nodal"), imported_id=row.pk, number=report.number.lower(), at=AT)
    assert Notice.objects.filter(code="import.passed", to_no=report.unit_no).count() == 1
    with pytest.raises(Refused) as no:
        review.set_aside(actor=land.bind("gaya.nodal"), imported_id=row.pk, at=AT)
    assert no.value.codes == ["twice"]


def test_what_is_set_aside_is_wiped_at_once(land):
    taken(land, document())
    review.set_aside(actor=land.bind("gaya.nodal"), imported_id=rows()[0].pk, at=AT)
    assert (rows()[0].stands, rows()[0].sealed_record) == ("set_aside", None)


def test_a_document_with_one_mistake_is_refused_whole(land):
    good = document().decode().replace("</pfif>", "")
    person = "<person><person_record_id>x.example/2</person_record_id></person></pfif>"
    with pytest.raises(Refused):
        taken(land, (good + person).encode())
    assert rows() == []
