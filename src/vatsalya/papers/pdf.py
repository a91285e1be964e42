"""The paper of a form: Typst with our own fonts; people's words enter as data and never as markup."""

import base64
import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings

from vatsalya.law.citing import cited
from vatsalya.law.load import law
from vatsalya.law.shapes import Field, Form
from vatsalya.lib.clock import IST

from . import reading
from .glyphs import FONTS, drawable, tongue
from .printed import say

TEMPLATES = Path(__file__).parent / "typst"
ALL = frozenset({"P", "S", "L", "C", "special"})
OTHER = {"en": "hi", "hi": "en"}
#: An answer longer than this stands under its question instead of beside it.
SHORT = 90
_LONG_KINDS = ("longtext", "table")
#: So many letters stand beside each other in a table's row.
_LINE = 84


@dataclass(frozen=True)
class Meta:
    """What stands around the answers on the paper."""

    serial: str
    case_number: str
    child_number: str
    office: str
    signer: str
    signer_role: str
    signed_at: datetime | None
    printed_at: datetime
    verify_url: str = ""
    members: list[dict[str, str]] = field(default_factory=list)
    printed_by: str = ""
    #: The child's name on an order, for those who may know it; the number stands for everybody.
    child_name: str = ""
    #: What stands in the photograph's place, where the form asks for one.
    photo_note: str = ""
    #: An order that carries no child any more, and the serial of the paper that stands in place of this one.
    void: bool = False
    replaced_by: str = ""
    #: What is said under the title of an order that one member made alone.
    alone: str = ""


def render(
    *,
    form: Form,
    answers: dict[str, Any],
    lang: str,
    meta: Meta,
    draft: bool = False,
    may: frozenset[str] = ALL,
    bilingual: bool = False,
    photo: bytes = b"",
) -> bytes:
    """The PDF of a form in a language: tagged (PDF/UA-1), with serial and QR; a draft is marked as one."""
    data = _around(form, lang, meta, draft) | {
        "photo": _photo(photo),
        "photo_alt": say("photo", lang),
        "photo_note": "" if draft else meta.photo_note,
        "sections": _sections(form, answers, lang, may, bilingual=bilingual),
    }
    return compile_form(data, template=_template(form))


def _template(form: Form) -> str:
    """A layout of its own by the form's number, else the one for orders or for reports."""
    own = TEMPLATES / f"{form.no}.typ"
    return own.name if own.exists() else "order.typ" if form.order else "form.typ"


def _around(form: Form, lang: str, meta: Meta, draft: bool) -> dict[str, Any]:
    other, signed = OTHER[lang], _time(meta.signed_at)
    day, case, child = signed.partition(" ")[0], meta.case_number, _child(form, meta)
    facts = {"serial": meta.serial, "case": case, "child": child, "signed": signed}
    numbered, number = form.no[:1].isdigit(), form.printed_no or form.no
    return {
        "lang": lang,
        "other_lang": other,
        "draft": draft,
        "title": f"{_heading(form, lang)}. {meta.alone}" if meta.alone else _heading(form, lang),
        "under": meta.alone,
        "heading": form.title[lang],
        "other_title": form.title[other],
        "number": f"{say('form', lang, no=number)} · {say('form', other, no=number)}" if numbered else "",
        "act": say("act_pocso" if form.no.startswith("pocso") else "act", lang),
        "rule": cited(form.rule, lang),
        "to_confirm": " · ".join(say("to_confirm", one) for one in (lang, other)) if form.to_confirm else "",
        "order": say("order", lang),
        "office": drawable(meta.office),
        "office_lines": _lines(meta.office, lang),
        "serial": meta.serial,
        "watermark": _watermark(lang, meta, draft),
        "ended": _ended(lang, meta),
        "particulars": [{"label": say(key, lang), "text": drawable(text)} for key, text in facts.items() if text],
        "opening": say("opening", lang, case=drawable(case) or "–", child=drawable(child) or "–"),
        "closing": say("closing_draft", lang) if draft else say("closing", lang, day=day),
        "signed_title": say("to_sign" if draft else "members" if len(meta.members) > 1 else "signer", lang),
        "hands": [*_hands(lang, meta, draft), *_by_hand(form, lang)],
        "secret": say("secret", lang),
        "page": say("page", lang, page="{page}", pages="{pages}"),
        "printed": _printed(lang, meta),
        **_check(lang, meta, draft),
    }


def _watermark(lang: str, meta: Meta, draft: bool) -> str:
    """Across the page of a paper by which nobody acts, in both languages."""
    word = "draft" if draft else "void" if meta.void else "replaced" if meta.replaced_by else ""
    return f"{say(word, lang)} / {say(word, OTHER[lang])}" if word else ""


def _ended(lang: str, meta: Meta) -> str:
    """Why this paper has no force any more, in words at its head."""
    why = [say("void_why", lang)] if meta.void else []
    why += [say("replaced_why", lang, serial=meta.replaced_by)] if meta.replaced_by else []
    return " ".join(why)


def _child(form: Form, meta: Meta) -> str:
    """Whom the paper is about: an order names the child, since whoever carries it out must know whom."""
    number, name = meta.child_number, " ".join(meta.child_name.split())
    return f"{name} ({number})" if form.order and name and number else number


def _heading(form: Form, lang: str) -> str:
    number = form.printed_no or form.no
    return f"{say('form', lang, no=number)}: {form.title[lang]}" if form.no[:1].isdigit() else form.title[lang]


def _time(at: datetime | None) -> str:
    return at.astimezone(IST).strftime("%d-%m-%Y %H:%M IST") if at else ""


def _printed(lang: str, meta: Meta) -> str:
    who, at = drawable(meta.printed_by), _time(meta.printed_at)
    return say("printed_by", lang, at=at, who=who) if who else say("printed", lang, at=at)


def _check(lang: str, meta: Meta, draft: bool) -> dict[str, str]:
    """The code on the paper by which anybody can see that it is genuine; a draft has none."""
    if draft or not meta.verify_url:
        return {"qr": "", "qr_alt": "", "check": ""}
    out, words = io.BytesIO(), say("check", lang, url=meta.verify_url)
    segno.make(meta.verify_url, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return {"qr": out.getvalue().decode(), "qr_alt": words, "check": words}


def _hands(lang: str, meta: Meta, draft: bool) -> list[dict[str, Any]]:
    """Who signed, and of a sitting who was present beside: the signature of one is not put under another's name."""
    signer = {"name": meta.signer, "role": meta.signer_role}
    others = [one for one in meta.members if one["name"] != meta.signer]
    people = [signer, *others]
    signed = "" if draft or not meta.signed_at else say("on_portal", lang, at=_time(meta.signed_at))
    present = "" if draft else say("present", lang)
    return [
        {
            "lines": _lines(one["name"], lang),
            "role": drawable(role_words(one["role"], lang)),
            "note": signed if one is signer else present,
        }
        for one in people
    ]


def _by_hand(form: Form, lang: str) -> list[dict[str, Any]]:
    """A line for each who signs on paper; the portal does not sign for them."""
    said = say("by_hand", lang)
    return [{"lines": _lines("", lang), "role": one[lang], "note": said} for one in form.by_hand]


def _photo(jpeg: bytes) -> str:
    """A clean JPEG wrapped in a drawing, since only text goes to the typesetter."""
    if not jpeg:
        return ""
    held = base64.b64encode(jpeg).decode()
    box = 'x="0" y="0" width="270" height="338" preserveAspectRatio="xMidYMid slice"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 270 338" width="270" height="338">'
        f'<image {box} href="data:image/jpeg;base64,{held}"/></svg>'
    )


def _lines(text: str, lang: str) -> list[dict[str, str]]:
    return [{"text": drawable(line), "lang": tongue(line, lang)} for line in text.split("\n")]


def _sections(
    form: Form, answers: dict[str, Any], lang: str, may: frozenset[str], *, bilingual: bool
) -> list[dict[str, Any]]:
    found, fields = [], {f.key: f for f in form.fields}
    for place, section in enumerate(reading.shown(form, answers, lang, may), 1):
        numbers = {f.key: place for place, f in enumerate(form.sections[place - 1].fields, 1)}
        prefix = f"{place}." if len(form.sections) > 1 else ""
        rows = [
            _row(row, fields[row["key"]], f"{prefix}{numbers[row['key']]}", lang, bilingual) for row in section["rows"]
        ]
        made = {"title": f"{prefix} {section['title']}", "text": _fixed(section["text"]), "rows": rows}
        found.append(made | {"notes": _notes(section, lang)})
    return [section for section in found if section["rows"] or section["notes"] or section["text"]]


def _fixed(texts: list[str]) -> list[dict[str, str]]:
    """What the law has printed there; several are numbered."""
    many = len(texts) > 1
    return [{"number": f"({place})" if many else "", "text": drawable(one)} for place, one in enumerate(texts, 1)]


def _notes(section: dict[str, Any], lang: str) -> list[str]:
    empty, withheld = section["empty"], section["withheld"]
    return [
        *([say("unanswered", lang, list="; ".join(empty))] if empty else []),
        *([say("withheld", lang, count=withheld)] if withheld else []),
    ]


def _row(row: dict[str, Any], asked: Field, number: str, lang: str, bilingual: bool) -> dict[str, Any]:
    kind = "table" if row["table"] else "long" if asked.type in _LONG_KINDS and len(row["text"]) > SHORT else "short"
    made = {
        "number": number,
        "label": row["label"],
        "kind": kind,
        "lines": _lines(row["text"], lang),
        "other": asked.label[OTHER[lang]] if bilingual else "",
    }
    if row["table"]:
        cells = [[{"lines": _lines(text, lang)} for text in line] for line in row["table"]["rows"]]
        made["table"] = {"head": row["table"]["head"], "rows": cells, "weights": _weights(row["table"])}
    return made


def _weights(table: dict[str, Any]) -> list[float]:
    """How much width each column of a table deserves: its longest word must fit, long texts share the rest."""
    columns = list(zip(*([table["head"], *table["rows"]]), strict=True))
    needs = [min(max(len(word) for text in column for word in ("", *text.split())), 20) + 2 for column in columns]
    wants = [max(min(max(map(len, column)), 28) - need, 0) for column, need in zip(columns, needs, strict=True)]
    spare = max(_LINE - sum(needs), 0) / (sum(wants) or 1)
    return [round(need + want * min(spare, 1), 1) for need, want in zip(needs, wants, strict=True)]


@cache
def _fonts() -> typst.Fonts:
    """Our fonts and no others: a paper must look the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def warm() -> None:
    """Read the fonts and templates before the first reader waits for them."""
    form = law().newest_form("18")
    nobody = Meta("", "", "", "", "", "", None, datetime.fromisoformat("2016-09-21T00:00:00+05:30"))
    render(form=form, answers={}, lang="hi", meta=nobody, draft=True)


def compile_form(data: dict[str, Any], *, template: str = "form.typ") -> bytes:
    """Run the typesetter on plain data; the same data gives the same bytes."""
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


def file_name(form_no: str, serial: str) -> str:
    """A file name that says which form and serial, and nothing about the child."""
    return f"form-{form_no}-{serial}.pdf"


def verify_url(serial: str) -> str:
    """Where anybody can check that a paper with this serial is genuine."""
    return f"{settings.BASE_URL}/verify/{serial}/"


def role_words(role: str, lang: str) -> str:
    """A role as the paper shows it."""
    return law().roles[role].label[lang] if role in law().roles else role
