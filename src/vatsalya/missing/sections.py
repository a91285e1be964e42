"""Sections of an FIR as officers write them: which law, which number, and whether the law lets the child be shown.

"POCSO Act s.6", "6 पॉक्सो", "पॉक्सो धारा 6" and "POSCO 6" are one section.
"""

import re
import unicodedata
from functools import cache

from vatsalya.law.load import law
from vatsalya.law.publication import BarLaw

#: 137(2), 376AB, 20(b)(ii): a number, perhaps letters, perhaps sub-sections.
NUMBER = r"\d{1,3}[A-Z]{0,2}(?:\(\w{1,4}\))*"
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
#: A number and the name of a law, whichever it is; the law is asked after.
_SHAPE = re.compile(rf"{NUMBER} [A-Z]{{2,10}}", re.IGNORECASE)
_SWAPPED = re.compile(rf"([A-Z]{{2,10}}) ({NUMBER})", re.IGNORECASE)
#: Words around a section that say nothing of it, also when they stick to its number: s.6.
_FILLING = frozenset(
    "S SS US SEC SECTION SECTIONS UNDER OF THE ACT DHARA धारा धाराएँ धाराओं अधिनियम एक्ट की के का में".split()
)
_STUCK = re.compile(r"\b(?:SECTIONS?|SEC|US|SS?)(?=\d)|धारा(?=\d)")
#: 12/2026 is an FIR, 2012 a year: no sections.
_NO_SECTION = re.compile(r"\d{1,6}/\d{4}|\b\d{4,}\b")
_TOKEN = re.compile(rf"<\w+>|{NUMBER}(?![\w(])|[^\W\d_]\S*|\S")
#: Which laws are asked of a number beside which none is named.
_PENAL = ("BNS", "IPC")


def plain(text: str) -> str:
    """A text with one kind of digits, capitals, and no dots: भा.न्या.सं. and P.O.C.S.O. are short names."""
    told = "".join(str(unicodedata.digit(one, one)) for one in unicodedata.normalize("NFKC", text)).upper()
    told = told.replace("\u200c", "").replace("\u200d", "").replace("SC/ST", "SCST").replace("U/S", "US ")
    told = re.sub(r"[.:।](?=[\s\d]|$)", " ", told).replace(".", "").replace("<", " ").replace(">", " ")
    return re.sub(r"\s+", " ", re.sub(r"(?<=[\d)])\s+(?=\()", "", told)).strip()


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    """Each name of a law and its code, and the pattern of all; Latin names are whole words, numbers may touch."""
    codes = {plain(name): one.code for one in law().publication.bar_laws.values() for name in one.names}
    longest = sorted(codes, key=len, reverse=True)
    told = (rf"(?<![A-Z]){re.escape(n)}(?![A-Z])" if n.isascii() else re.escape(n) for n in longest)
    return codes, re.compile("|".join(told))


def _tokens(text: str) -> list[str]:
    """Numbers, <LAW>s, and everything else, in their order."""
    codes, pattern = _names()
    told = pattern.sub(lambda hit: f" <{codes[hit[0]]}> ", plain(text))
    return [one for one in _TOKEN.findall(_STUCK.sub(" ", told)) if one not in _FILLING]


def tidy(told: str) -> str:
    """Sections as they are kept, the number before the law's short name; what cannot be read stays as it was."""
    return ", ".join(_tidied(part.strip()) for part in told.split(",") if part.strip())


def _tidied(part: str) -> str:
    told = sorted(_tokens(part))  # digits before <
    if len(told) == 2 and _NUMBER.fullmatch(told[0]) and told[1].startswith("<"):
        at = part.upper().find(told[0])  # sub-sections keep the letters that the officer typed: 20(b)
        return f"{part[at : at + len(told[0])] if at >= 0 else told[0]} {told[1][1:-1]}"
    swapped = _SWAPPED.fullmatch(part)
    return f"{swapped[2]} {swapped[1]}" if swapped else part


def unread(part: str) -> str:
    """What is wrong with one tidied section: "" when nothing, "shape", or "law" when nobody knows that law."""
    if not _SHAPE.fullmatch(part):
        return "shape"
    return "" if part.rpartition(" ")[2].upper() in law().publication.bar_laws else "law"


def forbids(text: str) -> bool:
    """True when sections, or a sentence about an offence, name one whose victim must not be shown.

    A number belongs to the law beside it; where none stands there, to the penal law that is named, or to both.
    """
    laws, told = law().publication.bar_laws, _tokens(_NO_SECTION.sub(" ", text))
    named = [one[1:-1] if one.startswith("<") else "" for one in told]
    if any(laws[code].whole for code in named if code):
        return True
    penal = [code for code in _PENAL if code in named] or list(_PENAL)
    return any(
        _listed(one, [laws[code] for code in _beside(named, place) or penal])
        for place, one in enumerate(told)
        if _NUMBER.fullmatch(one)
    )


def _beside(named: list[str], place: int) -> list[str]:
    return [code for code in named[max(0, place - 1) : place + 2] if code]


def _listed(number: str, laws: list[BarLaw]) -> bool:
    """The section itself, or with its first sub-section: 376 for 376(1), 140(4) for 140(4) alone."""
    section, bracket, rest = number.partition("(")
    asked = {section, f"{section}{bracket}{rest.partition(')')[0]})"}
    return any(asked & one.sections for one in laws)
