"""The paper of a form: Typst with our own fonts; people's words enter as data and never as markup."""

import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst

from vatsalya.law.load import law
from vatsalya.law.shapes import Form
from vatsalya.lib.clock import IST

from .forms import shown

HERE = Path(__file__).parent
ALL = frozenset({"P", "S", "L", "C", "special"})
OTHER = {"en": "hi", "hi": "en"}
_SAYS = {
    "law": {"en": "Juvenile Justice (Care and Protection of Children) Act, 2015 · {rule}",
            "hi": "किशोर न्याय (बालकों की देखरेख और संरक्षण) अधिनियम, 2015 · {rule}"},
    "form": {"en": "Form {no}: {title}", "hi": "प्रपत्र {no}: {title}"},
    "draft": {"en": "DRAFT", "hi": "प्रारूप"},
    "serial": {"en": "Serial", "hi": "क्रमांक"},
    "case": {"en": "Case", "hi": "प्रकरण"},
    "child": {"en": "Child", "hi": "बच्चा"},
    "signed": {"en": "Signed", "hi": "हस्ताक्षर"},
    "members": {"en": "Members who sat and signed", "hi": "उपस्थित और हस्ताक्षरकर्ता सदस्य"},
    "check": {"en": "Check at {url}", "hi": "जाँचें: {url}"},
    "footer": {"en": "{serial} · printed {at} · Keep secret: section 74 forbids showing who the child is.",
               "hi": "{serial} · मुद्रित {at} · गोपनीय: धारा 74 बच्चे की पहचान बताना वर्जित करती है।"},
}


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


def _say(key: str, lang: str, **facts: str) -> str:
    return _SAYS[key][lang].format(**facts)


def _time(at: datetime | None) -> str:
    return at.astimezone(IST).strftime("%d-%m-%Y %H:%M IST") if at else ""


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=1, scale=4)
    return out.getvalue().decode()


def _numbered(form: Form, lang: str) -> str:
    title = form.title[lang]
    return _say("form", lang, no=form.no, title=title) if form.no.isdigit() else title


def render(
    *, form: Form, answers: dict[str, Any], lang: str, meta: Meta, draft: bool = False,
    may: frozenset[str] = ALL,
) -> bytes:
    """The PDF of a form in a language: tagged (PDF/UA-1), with serial and QR; a draft is marked as one."""
    facts = [("serial", meta.serial), ("case", meta.case_number), ("child", meta.child_number), ("signed", _time(meta.signed_at))]
    data = {
        "lang": lang,
        "other_lang": OTHER[lang],
        "title": _numbered(form, lang),
        "heading": _numbered(form, lang),
        "other_title": _numbered(form, OTHER[lang]),
        "law": _say("law", lang, rule=form.rule),
        "office": meta.office,
        "draft": draft,
        "watermark": f"{_SAYS['draft']['en']} / {_SAYS['draft']['hi']}",
        "footer": _say("footer", lang, serial=meta.serial, at=_time(meta.printed_at)),
        "qr": _qr(meta.verify_url) if meta.verify_url and not draft else "",
        "qr_alt": _say("check", lang, url=meta.verify_url),
        "meta": [{"label": _SAYS[key][lang], "text": text} for key, text in facts if text],
        "sections": _sections(form, answers, lang, may),
        "members": meta.members,
        "members_title": _SAYS["members"][lang],
        "signer": meta.signer,
        "signer_role": meta.signer_role,
    }
    return compile_form(data)


def _sections(form: Form, answers: dict[str, Any], lang: str, may: frozenset[str]) -> list[dict[str, Any]]:
    found = []
    for section in shown(form, answers, lang, may):
        rows = [row for row in section["rows"] if not row["masked"]]
        if rows:
            found.append({"title": section["title"], "rows": rows})
    return found


def compile_form(data: dict[str, Any]) -> bytes:
    """Run the typesetter on plain data; the same data gives the same bytes."""
    made = typst.compile(
        str(HERE / "typst" / "form.typ"),
        root=str(HERE / "typst"),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


def file_name(form_no: str, serial: str) -> str:
    """A file name that says which form and serial, and nothing about the child."""
    return f"form-{form_no}-{serial}.pdf"


def role_words(role: str, lang: str) -> str:
    """A role as the paper shows it."""
    return law().roles[role].label[lang] if role in law().roles else role
