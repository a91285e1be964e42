"""The map of the house is generated, and shows the house as it stands."""

from pathlib import Path

from django.core.management import call_command
from django.urls import get_resolver

MAP = Path(__file__).resolve().parents[2] / "docs" / "map.md"


def test_the_map_is_current():
    before = MAP.read_text(encoding="utf-8")
    try:
        call_command("make_map", verbosity=0)
        after = MAP.read_text(encoding="utf-8")
    finally:
        MAP.write_text(before, encoding="utf-8")
    assert before == after, "Instead: ./vatsalya make_map, and commit docs/map.md"


def test_the_map_names_every_screen_and_package():
    text = MAP.read_text(encoding="utf-8")
    codes = {
        found.screen.code
        for pattern in _leaves(get_resolver().url_patterns)
        if (found := getattr(pattern, "callback", None)) and hasattr(found, "screen")
    }
    packages = {path.parent.name for path in (MAP.parents[1] / "src" / "vatsalya").glob("*/__init__.py")}
    assert codes and sorted(code for code in codes if code not in text) == []
    assert sorted(name for name in packages if name not in text) == []


def _leaves(patterns):
    for pattern in patterns:
        yield from _leaves(pattern.url_patterns) if hasattr(pattern, "url_patterns") else (pattern,)
