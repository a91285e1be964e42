"""Words that the Act avoids (s.3(viii), non-stigmatising semantics) are said nowhere, in neither language."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "src" / "vatsalya" / "law" / "avoid.toml"
ALWAYS = (
    "accused", "arrest", "arrested", "remand", "charge-sheet", "chargesheet", "warrant", "conviction", "convicted",
    "sentenced", "jail", "delinquent", "inmate", "अभियुक्त", "मुजरिम", "गिरफ्तार", "गिरफ़्तार", "गिरफ्तारी", "गिरफ़्तारी",
    "रिमांड", "आरोप-पत्र", "आरोपपत्र", "वारंट", "दोषसिद्धि", "सज़ा", "सजा", "जेल", "बाल अपराधी", "किशोर अपराधी", "क़ैदी", "कैदी",
)  # fmt: skip
SPOKEN = {"en", "hi", "purpose"}
INSTEAD = {"instead", "use", "because", "why", "basis", "reason"}


def _strings(data: Any) -> Iterator[str]:
    """All texts of a list of words to avoid, without what to say instead."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item)
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _strings(item) if key not in INSTEAD else ()


@cache
def avoided() -> re.Pattern[str]:
    """One pattern for all words, as whole words, whatever their letters."""
    told = set(_strings(tomllib.loads(LIST.read_text(encoding="utf-8")))) if LIST.exists() else set()
    words = sorted({*ALWAYS, *told}, key=len, reverse=True)
    # In Devanagari a sign after the word belongs to it; \\w alone does not know that.
    return re.compile(
        r"(?<![\w\u0900-\u0963])(" + "|".join(map(re.escape, words)) + r")(?![\w\u0900-\u0963])", re.IGNORECASE
    )


def _law_texts(data: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, item in data.items():
            if key in SPOKEN and isinstance(item, str):
                yield where, item
            yield from _law_texts(item, f"{where} {key}")
    elif isinstance(data, list):
        for item in data:
            yield from _law_texts(item, where)


def texts() -> Iterator[tuple[str, str]]:
    """Every label of the law data, every text of the catalogues, every word of the templates."""
    for file in sorted((ROOT / "src" / "vatsalya" / "law").rglob("*.toml")):
        if file != LIST:
            yield from _law_texts(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    for file in sorted((ROOT / "src" / "vatsalya").rglob("locale/*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(file)):
            for text in (entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values()):
                yield file.parents[3].name, text
    for file in sorted((ROOT / "src" / "vatsalya").rglob("templates/**/*.html")):
        yield file.name, re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text", ["The accused boy", "REMAND home", "जेल भेजा गया", "उसे गिरफ़्तार किया", "juvenile delinquent"]
)
def test_an_avoided_word_is_seen(text):
    assert avoided().search(text)


@pytest.mark.parametrize("text", ["placed in a home", "वारंटी", "जेलिंग", "warranty", "the child was produced"])
def test_a_word_that_only_looks_like_it_is_let_through(text):
    assert not avoided().search(text)


def test_there_is_something_to_read():
    assert sum(1 for _ in texts()) > 500


def test_no_avoided_word_is_said():
    said = [
        f"{where}: {found.group()} in {text[:80]!r}"
        for where, text in texts()
        for found in [avoided().search(text)]
        if found
    ]
    assert said == [], "Instead: produced, apprehended, placed, dispositional order, final report, child"
