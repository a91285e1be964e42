"""The drawing of a proceeding is the law data as it stands."""

from pathlib import Path

from vatsalya.config.lists import clocks_page, forms_page
from vatsalya.config.management.commands.draw_machines import KINDS, drawn
from vatsalya.law.load import law

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "machines"


def test_the_drawings_are_current():
    for kind in KINDS:
        kept = (FOLDER / f"{kind}.md").read_text(encoding="utf-8")
        assert kept == drawn(law().machine(kind)), "Instead: ./vatsalya draw_machines, and commit docs/machines"


def test_the_lists_of_forms_and_clocks_are_current_and_name_each():
    for name, page in (("forms", forms_page(law())), ("clocks", clocks_page(law()))):
        kept = (FOLDER.parent / f"{name}.md").read_text(encoding="utf-8")
        assert kept == page, "Instead: ./vatsalya draw_machines, and commit docs/forms.md and docs/clocks.md"
    first = [line.split("|")[1].strip() for line in forms_page(law()).splitlines() if line.startswith("| ")]
    assert set(first[1:]) == set(law().form_versions) | set(law().reserved)
    assert all(f"| {code} |" in clocks_page(law()) for code in law().clock_versions)


def test_every_state_and_step_is_drawn():
    page = drawn(law().machine("missing"))
    machine = law().machine("missing")
    assert all(f"    {code}: " in page for code in machine.states)
    assert all(f"| `{name}` " in page for name in machine.moves)
    assert page.count(" --> ") > len(machine.moves)
