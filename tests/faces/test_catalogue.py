"""Every sentence of the pages has its Hindi, with the same places for names and numbers."""

import ast
import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2] / "src" / "vatsalya"
CALL = re.compile(r"\b(n|p|np)?gettext\(((?:u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")(?:,\s*)?)+)")
SHORT = re.compile(r"\b_\((u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"))")
TEXT = re.compile(r"u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")")
PLACE = re.compile(r"%\((\w+)\)s|<[^>]+>")
NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


@cache
def hindi() -> dict[tuple[str | None, str], list[str]]:
    """All Hindi of the project: (context, English) -> sentences."""
    known: dict[tuple[str | None, str], list[str]] = {}
    for file in ROOT.rglob("locale/hi/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(file)):
            known[entry.msgctxt, entry.msgid] = [*entry.msgstr_plural.values()] or [entry.msgstr]
    return known


def of_template(text: str) -> set[tuple[str | None, str]]:
    """The sentences of a template, as Django's own reader of templates finds them."""
    code = templatize(text)
    found: set[tuple[str | None, str]] = set()
    for kind, inside in CALL.findall(code):
        words = [ast.literal_eval(part) for part in TEXT.findall(inside)]
        found.add((words[0], words[1]) if kind == "p" else (None, words[0]))
    return found | {(None, ast.literal_eval(part.removeprefix("u"))) for part in SHORT.findall(code)}


def of_python(text: str) -> set[tuple[str | None, str]]:
    """The sentences of a module: first words of each call that translates."""
    found: set[tuple[str | None, str]] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if words:
                found.add((words[0], words[1]) if node.func.id.startswith("p") else (None, words[0]))
    return found


def sentences(file: Path) -> set[tuple[str | None, str]]:
    """What a file says in English."""
    text = file.read_text(encoding="utf-8")
    return of_template(text) if file.suffix == ".html" else of_python(text)


def talking() -> list[str]:
    """Files that say something."""
    files = [*ROOT.rglob("templates/**/*.html"), *ROOT.rglob("*.py")]
    return sorted(str(file.relative_to(ROOT)) for file in files if sentences(file))


@pytest.mark.parametrize("name", talking())
def test_every_sentence_has_its_hindi(name):
    missing = [words for words in sentences(ROOT / name) if not all(hindi().get(words, [""]))]
    assert missing == []


def test_hindi_keeps_the_places_and_the_markup():
    wrong = [
        words
        for (_context, words), said in hindi().items()
        for one in said
        if sorted(PLACE.findall(words)) != sorted(PLACE.findall(one)) and "%(n)" not in words
    ]
    assert wrong == []


def test_hindi_is_hindi():
    same = {"FIR", "SMS", "IST", "OTP"}
    latin = [
        words for (_c, words), said in hindi().items() if words == said[0] and words not in same and "%(" not in words
    ]
    assert latin == []


def test_the_reader_of_templates_finds_what_it_should():
    text = '{% load i18n %}{% translate "One" context "c" %}'
    text += "{% blocktranslate trimmed %} it's {{ x }} {% endblocktranslate %}"
    assert of_template(text) == {("c", "One"), (None, "it's %(x)s")}
    assert of_python('_("A"); pgettext("c", "B"); ngettext("C", "D", n)') == {(None, "A"), ("c", "B"), (None, "C")}
