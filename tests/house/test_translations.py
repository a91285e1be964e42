"""Everything said to a person is said in Hindi too, with the same blanks to fill in."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.core import validators
from django.forms import fields
from django.utils import dates
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SAID = re.compile(r"^(n?p?gettext|gettext_noop)(_lazy)?$")
DEVANAGARI = re.compile("[\u0900-\u097f]")
BLANK = re.compile(r"%\((\w+)\)[sd]|(?<!%)%([sd])|\{(\w*)\}")
LITERAL = r"u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL})(?:\s*,\s*({LITERAL}))?(?:\s*,\s*({LITERAL}))?")
# Written alike in both languages.
SAME_IN_HINDI = {"English", "Vatsalya", "OTP", "PDF", "CSV", "QR", "FIR", "1098", "112", "181", "JSON", "PIN", "TOTP"}
Said = tuple[str | None, str]  # context, English


def _names(tree: ast.Module) -> dict[str, str]:
    """What the translating functions are called in a module: `_` -> gettext."""
    return {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if SAID.match(name.name)
    }


def _said(kind: str, texts: list[str]) -> Said:
    """pgettext and npgettext give their context first."""
    return (texts[0], texts[1]) if kind.startswith(("pgettext", "npgettext")) else (None, texts[0])


def said_in_python(source: str) -> Iterator[Said]:
    """The English texts of a module, as its calls of gettext give them."""
    tree = ast.parse(source)
    names = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            # A text marked elsewhere in the module by gettext_noop may be given by its variable.
            assert texts or "gettext_noop" in names.values(), f"line {node.lineno}: gettext needs a fixed text"
            if texts:
                yield _said(names[node.func.id], texts)


def said_in_template(source: str) -> Iterator[Said]:
    """The English texts of a template, as Django itself extracts them."""
    for kind, *literals in IN_TEMPLATE.findall(templatize(source, origin="template")):
        texts = [ast.literal_eval(literal.lstrip("u")) for literal in literals if literal]
        yield _said(kind, texts)


def _blanks(text: str) -> list[str]:
    return sorted("".join(found) or "{}" for found in BLANK.findall(text))


@cache
def said() -> dict[Said, str]:
    """Every text that the portal says, and where."""
    found: dict[Said, str] = {}
    for path in sorted((ROOT / "src" / "vatsalya").rglob("*")):
        where = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            found |= dict.fromkeys(said_in_python(path.read_text(encoding="utf-8")), where)
        elif path.suffix in (".html", ".txt") and "/templates/" in where:
            found |= dict.fromkeys(said_in_template(path.read_text(encoding="utf-8")), where)
    return found


@cache
def catalogue() -> dict[Said, polib.POEntry]:
    """The Hindi of all packages together, as Django merges it."""
    entries: dict[Said, polib.POEntry] = {}
    for file in sorted((ROOT / "src" / "vatsalya").rglob("locale/hi/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(file)):
            if not entry.obsolete:
                entries[entry.msgctxt, entry.msgid] = entry
    return entries


def _hindi(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_texts_are_found_in_code():
    source = (
        "from django.utils.translation import gettext_lazy as _, pgettext\nx = _('A child')\ny = pgettext('m', 'May')"
    )
    assert list(said_in_python(source)) == [(None, "A child"), ("m", "May")]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% load i18n %}{% translate 'A child' %}", (None, "A child")),
        ('{% load i18n %}{% translate "May" context "month" %}', ("month", "May")),
        ("{% blocktranslate trimmed with n=x %}\n  {{ n }} days\n{% endblocktranslate %}", (None, "%(n)s days")),
        ("{% blocktranslate count n=x %}one{% plural %}{{ n }} more{% endblocktranslate %}", (None, "one")),
    ],
)
def test_texts_are_found_in_templates(template, text):
    assert list(said_in_template(template)) == [text]


def test_blanks_are_compared_whatever_their_order():
    assert _blanks("%(name)s of {place} in 50%") == _blanks("{place} का %(name)s")
    assert _blanks("%(name)s") != _blanks("%(nam)s") and _blanks("%s") != _blanks("")


def test_the_portal_says_something():
    assert len(said()) > 50 and len(catalogue()) > 50


def test_every_text_has_its_hindi():
    missing = [f"{where}: {text!r}" for (context, text), where in said().items() if (context, text) not in catalogue()]
    assert missing == []


def test_no_hindi_is_empty_or_doubtful():
    poor = [entry.msgid for entry in catalogue().values() if entry.fuzzy or not all(map(str.strip, _hindi(entry)))]
    assert poor == []


def test_hindi_is_written_in_devanagari():
    wrong = [
        entry.msgid
        for entry in catalogue().values()
        if entry.msgid not in SAME_IN_HINDI
        and re.search("[A-Za-z]{2}", BLANK.sub("", entry.msgid))
        and not all(map(DEVANAGARI.search, _hindi(entry)))
    ]
    assert wrong == []


def test_hindi_has_the_same_blanks():
    wrong = [
        entry.msgid
        for entry in catalogue().values()
        for text in _hindi(entry)
        if _blanks(text) not in (_blanks(entry.msgid), _blanks(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_one_english_text_has_one_hindi():
    """Django merges the catalogues: where two differ, chance would choose."""
    hindi: dict[Said, set[str]] = {}
    for file in (ROOT / "src" / "vatsalya").rglob("locale/hi/LC_MESSAGES/*.po"):
        for entry in polib.pofile(str(file)):
            hindi.setdefault((entry.msgctxt, entry.msgid), set()).add("|".join(_hindi(entry)))
    assert [key for key, texts in hindi.items() if len(texts) > 1] == []


def test_no_catalogue_keeps_texts_that_nobody_says():
    # Names of days and months and what is wrong with an answer, which Django says and we say our way.
    files = [Path(module.__file__) for module in (dates, fields, validators)]
    of_django = {said_so for file in files for said_so in said_in_python(file.read_text(encoding="utf-8"))}
    assert [said_so[1] for said_so in catalogue() if said_so not in said() and said_so not in of_django] == []


class Bare(HTMLParser):
    """Collects what a page would say without passing through the catalogue."""

    SPOKEN = ("placeholder", "title", "aria-label", "alt", "label")
    SILENT = ("script", "style", "svg", "code")

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self.SILENT
        self.texts += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT

    def handle_data(self, data: str) -> None:
        self.texts += [] if self.silent else [data]


# What a page says by way of the catalogue, and blocks that hold the name of a style rather than words.
BLOCK = re.compile(
    r"{%\s*(blocktranslate|comment)\b.*?{%\s*end\1\s*%}|{%\s*block slim\s*%}.*?{%\s*endblock\s*%}"
    r"|{%.*?%}|{{.*?}}|{#.*?#}",
    re.DOTALL,
)


def bare_words(template: str) -> list[str]:
    """English words of three letters or more that stand in a template untranslated."""
    reader = Bare()
    reader.feed(BLOCK.sub(" ", template))
    words = re.findall(r"[A-Za-z]{3,}", " ".join(reader.texts))
    return [word for word in words if word not in SAME_IN_HINDI]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Save it</p>", ["Save"]),
        ("<p>{% translate 'Save it' %}</p><b>{{ name }}</b> OTP", []),
        ("<img alt='A child'><script>let later = 1</script>", ["child"]),
        ("{% blocktranslate %}Save it{% endblocktranslate %}{# Remark #}", []),
    ],
)
def test_untranslated_words_are_seen(template, words):
    assert bare_words(template) == words


def test_templates_say_nothing_past_the_catalogue():
    files = [file for file in (ROOT / "src" / "vatsalya").rglob("templates/**/*.html") if "/en/" not in file.as_posix()]
    said_bare = {file.relative_to(ROOT).as_posix(): bare_words(file.read_text(encoding="utf-8")) for file in files}
    assert {name: words for name, words in said_bare.items() if words} == {}, "Instead: {% translate %}"
