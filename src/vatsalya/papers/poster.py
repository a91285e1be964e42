"""A missing child's poster (A4 and telephone picture) and the line burnt into its public photograph."""

import base64
import io
import json
from datetime import date, datetime
from typing import Any

import segno
import typst
from PIL import Image

from vatsalya.lib.clock import IST

from .glyphs import drawable
from .pdf import TEMPLATES, _fonts

#: Sides of the public picture, and of a telephone's poster.
SIDE, PHONE = 400, (1080, 1350)
SAYS = {
    "missing": {"en": "MISSING CHILD", "hi": "लापता बच्चा"},
    "seen": {"en": "Have you seen this child?", "hi": "क्या आपने इस बच्चे को देखा है?"},
    "age": {"en": "Age", "hi": "आयु"},
    "height": {"en": "Height", "hi": "लंबाई"},
    "marks": {"en": "Marks", "hi": "पहचान चिह्न"},
    "clothes": {"en": "Wore", "hi": "कपड़े"},
    "last": {"en": "Last seen", "hi": "आख़िरी बार देखा गया"},
    "years": {"en": "{low} to {high} years", "hi": "{low} से {high} वर्ष"},
    "cm": {"en": "about {cm} cm", "hi": "लगभग {cm} सेमी"},
    "call": {"en": "Call, day and night, free of charge", "hi": "दिन-रात निःशुल्क कॉल करें"},
    "helpline": {"en": "Child helpline", "hi": "चाइल्ड हेल्पलाइन"},
    "police": {"en": "Police emergency", "hi": "पुलिस आपात सेवा"},
    "do": {
        "en": "Do not hold the child or speak to those who are with it. Say where it is and stay within sight.",
        "hi": "बच्चे को न रोकें और साथ के लोगों से बात न करें। बताएँ कि वह कहाँ है और नज़र रखें।",
    },
    "scan": {"en": "Scan: is the child found?", "hi": "स्कैन करें: क्या बच्चा मिल गया?"},
    "until": {"en": "Do not share after {day}", "hi": "{day} के बाद साझा न करें"},
    "printed": {"en": "Printed {at}", "hi": "मुद्रण {at}"},
    "serial": {"en": "Poster {serial}", "hi": "पोस्टर {serial}"},
    "draft": {"en": "NOT PUBLIC", "hi": "सार्वजनिक नहीं"},
    "portal": {"en": "Vatsalya, protection of children", "hi": "वात्सल्य, बच्चों की सुरक्षा"},
    "photo": {"en": "Photo of the child", "hi": "बच्चे का फ़ोटो"},
    "no_photo": {"en": "No photo", "hi": "फ़ोटो नहीं है"},
}


def say(key: str, lang: str, **facts: Any) -> str:
    """A poster's words in a language."""
    return SAYS[key][lang].format(**facts)


def _day(on: date) -> str:
    return on.strftime("%d-%m-%Y")


def _run(data: dict[str, Any], template: str, kind: str, **more: Any) -> bytes:
    told: dict[str, Any] = more | {"format": kind, "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)}}
    made = typst.compile(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=_fonts(), timestamp=0, **told)
    assert isinstance(made, bytes)
    return made


def _drawing(jpeg: bytes) -> tuple[str, int, int]:
    """A clean JPEG wrapped in a drawing (only text goes to the typesetter), and its sides."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        wide, high = picture.size
    held = base64.b64encode(jpeg).decode()
    image = f'<image x="0" y="0" width="{wide}" height="{high}" href="data:image/jpeg;base64,{held}"/>'
    frame = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>{image}</svg>', wide, high


def burnt(jpeg: bytes, *, on: date, until: date) -> bytes:
    """The public copy of a photograph: at most 400 px, with portal, day and last day burnt in."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        small = picture.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=75)
    drawing, wide, high = _drawing(out.getvalue())
    lines = [
        f"वात्सल्य · Vatsalya · {_day(on)} · 1098",
        f"{_day(until)} के बाद साझा न करें · do not share after",
    ]
    png = _run({"photo": drawing, "wide": wide, "high": high, "lines": lines}, "burnt.typ", "png", ppi=72.0)
    out = io.BytesIO()
    with Image.open(io.BytesIO(png), formats=["PNG"]) as made:
        made.convert("RGB").save(out, "JPEG", quality=72, optimize=True)
    return out.getvalue()


def _page(facts: dict[str, Any], lang: str, at: datetime, draft: bool) -> dict[str, Any]:
    """One language's side of a poster: `facts` are plain values, already in that language."""
    rows = [
        (say(key, lang), drawable(facts[key])) for key in ("age", "height", "marks", "clothes", "last") if facts[key]
    ]
    phones = [(say("helpline", lang), "1098"), (say("police", lang), "112")]
    if facts["phone"]:
        phones.insert(0, (drawable(facts["station"]), facts["phone"]))
    return {
        "lang": lang,
        "title": say("missing", lang),
        "seen": say("seen", lang),
        "name": drawable(facts["name"]),
        "who": drawable(facts["who"]),
        "rows": [{"label": label, "text": text} for label, text in rows],
        "call": say("call", lang),
        "phones": [{"label": label, "number": number} for label, number in phones],
        "do": say("do", lang),
        "scan": say("scan", lang),
        "until": say("until", lang, day=_day(facts["until"])),
        "small": f"{say('portal', lang)} · {say('serial', lang, serial=facts['serial'])} · "
        + say("printed", lang, at=at.astimezone(IST).strftime("%d-%m-%Y %H:%M IST")),
        "watermark": say("draft", lang) if draft else "",
        "photo_alt": say("photo", lang),
        "no_photo": say("no_photo", lang),
    }


def _data(pages: list[dict[str, Any]], picture: bytes, url: str) -> dict[str, Any]:
    out = io.BytesIO()
    if url:
        segno.make(url, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    photo = _drawing(picture)[0] if picture else ""
    return {"pages": pages, "photo": photo, "qr": out.getvalue().decode(), "url": url}


def paper(facts: dict[str, dict[str, Any]], *, picture: bytes, url: str, at: datetime, draft: bool = False) -> bytes:
    """The A4 poster: one page for each language in `facts`; tagged (PDF/UA-1)."""
    pages = [_page(one, lang, at, draft) for lang, one in facts.items()]
    data = _data(pages, picture, "" if draft else url) | {"kind": "a4"}
    return _run(data, "poster.typ", "pdf", pdf_standards=["ua-1"])


def phone(facts: dict[str, Any], lang: str, *, picture: bytes, url: str, at: datetime, draft: bool = False) -> bytes:
    """The poster as a telephone's picture (PNG, 1080 x 1350)."""
    data = _data([_page(facts, lang, at, draft)], picture, "" if draft else url) | {"kind": "phone"}
    return _run(data, "poster.typ", "png", ppi=72.0)
