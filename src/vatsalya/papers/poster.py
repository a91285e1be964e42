"""A missing child's poster (A4 and telephone picture) and the line burnt into its public photograph."""

import base64
import io
import json
from datetime import date, datetime
from typing import Any

import segno
import typst
from PIL import Image

from vatsalya.law.load import law
from vatsalya.lib.clock import IST

from .glyphs import drawable
from .pdf import TEMPLATES, _fonts

#: Sides of the public picture, and of a telephone's poster.
SIDE, PHONE = 400, (1080, 1350)
#: Languages of posters that are written from the right.
RTL = frozenset({"ur"})
#: Up to so many letters in all, two or three languages are legible on one sheet.
ONE_SHEET = 660
#: How large the rows are set, and up to how many letters of them.
SIZES = ((1.0, 90), (0.82, 190), (0.66, 9999))


def say(key: str, lang: str, **facts: Any) -> str:
    """A poster's words in a language."""
    return law().posters[lang].say(key, **facts)


def _from_the_left(text: str) -> str:
    """Digits and Latin letters in their own order, also in a line of Urdu."""
    return f"\u2066{text}\u2069"


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
        (say(key, lang), drawable(facts[key])) for key in ("age", "last", "height", "marks", "clothes") if facts[key]
    ]
    phones = [(say("helpline", lang), "1098"), (say("police", lang), "112")]
    if facts["phone"]:
        phones.insert(0, (drawable(facts["station"]), facts["phone"]))
    return {
        "lang": lang,
        "rtl": lang in RTL,
        "title": say("missing", lang),
        "seen": say("seen", lang),
        "name": drawable(facts["name"]),
        "who": drawable(facts["who"]),
        "rows": [{"label": label, "text": text} for label, text in rows],
        "size": next((size for size, most in SIZES if sum(len(text) for _label, text in rows) <= most), SIZES[-1][0]),
        "call": say("call", lang),
        "phones": [{"label": label, "number": number} for label, number in phones],
        "do": say("do", lang),
        "scan": say("scan", lang),
        "until": say("until", lang, day=_day(facts["until"])),
        "small": f"{say('portal', lang)} · {say('serial', lang, serial=_from_the_left(facts['serial']))} · "
        + say("printed", lang, at=_from_the_left(at.astimezone(IST).strftime("%d-%m-%Y %H:%M IST"))),
        "watermark": say("draft", lang) if draft else "",
        "photo_alt": say("photo", lang),
        "no_photo": say("no_photo", lang),
    }


def _letters(page: dict[str, Any]) -> int:
    """How much a language's block says."""
    return sum(len(row["label"]) + len(row["text"]) for row in page["rows"])


def _data(pages: list[dict[str, Any]], picture: bytes, url: str) -> dict[str, Any]:
    out = io.BytesIO()
    if url:
        segno.make(url, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    photo = _drawing(picture)[0] if picture else ""
    return {"pages": pages, "photo": photo, "qr": out.getvalue().decode(), "url": url}


def paper(facts: dict[str, dict[str, Any]], *, picture: bytes, url: str, at: datetime, draft: bool = False) -> bytes:
    """The A4 poster, tagged (PDF/UA-1): all languages on one sheet; with much text a sheet for each."""
    pages = [_page(one, lang, at, draft) for lang, one in facts.items()]
    together = len(pages) > 1 and sum(map(_letters, pages)) <= ONE_SHEET
    data = _data(pages, picture, "" if draft else url) | {"kind": "a4", "together": together}
    return _run(data, "poster.typ", "pdf", pdf_standards=["ua-1"])


def phone(facts: dict[str, Any], lang: str, *, picture: bytes, url: str, at: datetime, draft: bool = False) -> bytes:
    """The poster as a telephone's picture (PNG, 1080 x 1350)."""
    data = _data([_page(facts, lang, at, draft)], picture, "" if draft else url) | {"kind": "phone"}
    return _run(data, "poster.typ", "png", ppi=72.0)
