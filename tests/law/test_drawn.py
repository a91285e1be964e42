"""The drawing of a proceeding is the law data as it stands."""

from pathlib import Path

from vatsalya.config.management.commands.draw_machines import KINDS, drawn
from vatsalya.config.management.commands.law_docs import PAGES
from vatsalya.law.load import law

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "machines"


def test_the_lists_of_forms_and_of_limits_are_current_and_whole():
    for name, page in PAGES.items():
        kept = (DOCS / name).read_text(encoding="utf-8")
        assert kept == page(law()), f"Instead: ./vatsalya law_docs, and commit docs/{name}"
    forms, clocks = ((DOCS / name).read_text(encoding="utf-8") for name in PAGES)
    assert all(f"\n| {no} | " in forms for no in law().form_versions)
    assert law().reserved and ", ".join(law().reserved) in forms
    assert all(f"\n| {code} | " in clocks for code in law().clock_versions)


def test_the_drawings_are_current():
    for kind in KINDS:
        kept = (FOLDER / f"{kind}.md").read_text(encoding="utf-8")
        assert kept == drawn(law().machine(kind)), "Instead: ./vatsalya draw_machines, and commit docs/machines"


def test_every_state_and_step_is_drawn():
    page = drawn(law().machine("missing"))
    machine = law().machine("missing")
    assert all(f"    {code}: " in page for code in machine.states)
    assert all(f"| `{name}` " in page for name in machine.moves)
    assert page.count(" --> ") > len(machine.moves)
