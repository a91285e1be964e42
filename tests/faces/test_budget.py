"""What a page weighs on the line, and that it asks nobody outside for anything."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "vatsalya"
LOOKS = ROOT / "desk/static/vatsalya"
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
OUTSIDE = re.compile(r"""(?:src|href|action|url\()\s*=?\s*["']?(?:https?:)?//""")
INLINE = re.compile(r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)|javascript:""", re.I)


def weight(*files: str) -> int:
    """Bytes on the line, gzipped."""
    return sum(len(gzip.compress((LOOKS / file).read_bytes(), 9)) for file in files)


def test_the_style_sheets_keep_their_budget():
    assert weight("look.css") <= 5 * 1024
    assert weight("look.css", "desk.css") <= 12 * 1024


def test_the_script_keeps_its_budget():
    assert weight("app.js") <= 4 * 1024
    assert weight("drafts.js") <= 3 * 1024


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_template_keeps_the_content_security_policy(file):
    text = file.read_text(encoding="utf-8")
    assert INLINE.findall(text) == []
    assert OUTSIDE.findall(text) == []


@pytest.mark.parametrize("file", ["look.css", "desk.css", "app.js", "drafts.js", "icon.svg"])
def test_nothing_is_asked_of_others(file):
    text = (LOOKS / file).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"https?://|@import|@font-face", text) == []


@pytest.mark.parametrize("file", ["look.css", "desk.css"])
def test_pages_mirror_for_urdu(file):
    """Sides are named by the reading direction, except where a shadow has no other way."""
    text = re.sub(r"inset -?4px 0", "", (LOOKS / file).read_text(encoding="utf-8"))
    assert (
        re.findall(
            r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float:\s*(?:left|right)", text
        )
        == []
    )


def test_the_childs_words_never_go_to_the_phones_lasting_storage():
    assert all("localStorage" not in (LOOKS / file).read_text(encoding="utf-8") for file in ("app.js", "drafts.js"))


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("<p style='x'>", True),
        ('<a onclick="x">', True),
        ("<script>x</script>", True),
        ('<script defer src="{% static x %}"></script>', False),
    ],
)
def test_the_policy_rule_bites(text, bad):
    assert bool(INLINE.search(text)) is bad
