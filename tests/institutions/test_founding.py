"""A State's real offices come from one list, and its first officer from the console."""

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import AT
from vatsalya.institutions import actions
from vatsalya.institutions.models import Unit
from vatsalya.lib.errors import Refused
from vatsalya.offices import cascade
from vatsalya.offices.models import Office

pytestmark = pytest.mark.django_db
LIST = Path(__file__).parents[2] / "docs" / "examples" / "offices.csv"
ON = date(2026, 11, 24)


def lines(**changes: str) -> list:
    """The example list, with cells changed: `home__age_from="x"` changes that column of the first such office."""
    rows = actions.read(LIST)
    for where, value in changes.items():
        kind, column = where.split("__")
        next(row for _, row in rows if row["kind"] == kind)[column] = value
    return rows


def test_the_example_list_founds_a_state_in_which_everything_lies_inside_what_is_above() -> None:
    result = actions.found(lines=lines(), on=ON)
    assert (result.new, result.wrong) == (10, [])
    for office in Office.objects.exclude(parent=None).select_related("parent"):
        above = office.parent
        assert above.no < office.no and office.hi <= max(above.hi, cascade_block(above)), office.code
    home = Unit.objects.get(office__code="MH-NASH-H1A")
    assert (home.strength, home.sexes) == (50, "boy")


def cascade_block(above: Office) -> int:
    """Committee and police units hold no numbers of their own: what hangs under them lies in their district."""
    return above.no - above.no % 100_000 + 99_999 if above.district_id else above.hi


def test_the_same_list_again_changes_nothing_and_a_new_name_is_corrected() -> None:
    actions.found(lines=lines(), on=ON)
    assert actions.found(lines=lines(), on=ON).same == 10
    again = actions.found(lines=lines(ps__name_en="Police Station, Ghoti"), on=ON)
    assert (again.new, again.changed, again.same) == (0, 1, 9)


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        ("ps__kind", "castle", "no such kind"),
        ("ps__district", "1", "not in State"),
        ("cwc__under", "dcpu/XX", "office above is not there"),
        ("home__age_from", "six", "line 11"),
        ("home__registration_no", "", "not complete"),
        ("home__category", "hotel", "no such category"),
        ("scps__state", "", "no such State"),
        ("ps__name_hi", "", "name_hi is empty"),
        ("ps__valid_from", "soon", "line 9"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_kept(where: str, value: str, said: str) -> None:
    result = actions.found(lines=lines(**{where: value}), on=ON)
    assert any(said in wrong for wrong in result.wrong), result.wrong
    assert not Office.objects.exists()


def test_the_first_officer_is_invited_from_the_console_and_appoints_the_next_level() -> None:
    actions.found(lines=lines(), on=ON)
    given = {"at": AT, "office_code": "IN", "full_name": "Meera Joshi", "phone": "", "order_no": "1", "language": "hi"}
    posting, token = cascade.appoint_first(role="ministry_officer", **given)  # type: ignore[arg-type]
    assert token and posting.office.kind == "ministry" and not posting.account.has_usable_password()
    with pytest.raises(Refused):
        cascade.appoint_first(role="ministry_officer", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["cwc_chair", "scps_officer", "cwpo"])
def test_the_console_does_not_pass_by_the_cascade(role: str) -> None:
    actions.found(lines=lines(), on=ON)
    with pytest.raises(Refused):
        cascade.appoint_first(
            at=AT, office_code="IN", role=role, full_name="Meera Joshi", phone="", order_no="1", language="hi"
        )
