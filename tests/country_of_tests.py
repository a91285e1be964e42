"""A few offices in three places (Gaya, Nashik, Pune), a person in each post, and how to act as them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from vatsalya.access import session
from vatsalya.access.actor import Actor, from_posting
from vatsalya.accounts.models import Account
from vatsalya.institutions.models import Unit
from vatsalya.offices.models import Office, Posting
from vatsalya.offices.queries import DISTRICT_BLOCK, OFFICE_STEP, STATE_BLOCK
from vatsalya.places.models import District

START = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = {
    "ps": ["cwpo"],
    "rail_post": ["rail_officer"],
    "nodal": ["nodal_officer"],
    "sjpu": ["sjpu_officer"],
    "cwc": ["cwc_chair", "cwc_member", "cwc_member", "cwc_member", "cwc_secretary"],
    "dcpu": ["dcpo", "social_worker", "social_worker", "probation_officer"],
    "home": ["pic"],
    "dm": ["dm"],
    "chl": ["chl_worker"],
    "jjb": ["jjb_pm", "jjb_member", "jjb_member"],
    "ccl_home": ["ccl_pic"],
    "ngo": ["ngo_worker"],
    "saa": ["saa_officer"],
    "ahtu": ["ahtu_officer"],
    "state_nodal": ["state_nodal"],
    "scps": ["scps_officer"],
    "sara": ["sara_officer"],
    "control_room": ["chl_operator"],
    "ministry": ["ministry_officer", "sysadmin", "auditor"],
}
#: The homes of a Board, by short name: one unit of each category.
BOARDS_HOMES = {"oh": "observation_home", "special": "special_home", "safety": "place_of_safety"}


@dataclass
class Land:
    """The offices and postings of a test, by short names such as "gaya.ps" and "nashik.cwc.1"."""

    offices: dict[str, Office] = field(default_factory=dict)
    postings: dict[str, Posting] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """The actor in a post: "gaya.ps" is its first holder, "nashik.cwc.1" the second."""
        posting = self.postings[name if name[-1].isdigit() else f"{name}.0"]
        return from_posting(Posting.objects.select_related("office", "account").get(pk=posting.pk))

    def bind(self, name: str) -> Actor:
        """Act as this person from here on (binds the transaction, as the middleware does)."""
        actor = self.actor(name)
        session.bind(actor)
        return actor


def district(name: str) -> District:
    """A district by its English name."""
    return District.objects.select_related("state").filter(name_en=name).order_by("code").first()  # type: ignore[return-value]


def settle() -> Land:
    """Found the offices and appoint one person to each post."""
    land = Land()
    _office(land, "india.ministry", "ministry", None, None, 1)
    for town in ("Gaya", "Nashik", "Pune"):
        place = district(town)
        short = town.lower()
        low = place.state_id * STATE_BLOCK + (place.code % 90 + 1) * DISTRICT_BLOCK
        for step, kind in enumerate(
            ("ps", "rail_post", "nodal", "sjpu", "cwc", "dcpu", "home", "dm", "chl", "jjb", "ngo", "saa", "ahtu"), 1
        ):
            _office(land, f"{short}.{kind}", kind, place.state, place, low + step * OFFICE_STEP)
        for step, (name, category) in enumerate(BOARDS_HOMES.items(), 14):
            no = low + step * OFFICE_STEP
            _office(land, f"{short}.{name}", "ccl_home", place.state, place, no, category)
    for town in ("Gaya", "Nashik"):
        state = district(town).state
        for step, kind in enumerate(("state_nodal", "scps", "sara", "control_room"), 1):
            _office(land, f"{town.lower()}.{kind}", kind, state, None, state.code * STATE_BLOCK + step)
    return land


def _office(land: Land, name: str, kind: str, state: Any, place: Any, no: int, category: str = "children_home") -> None:
    office = Office.objects.create(
        no=no,
        hi=no + OFFICE_STEP - 1 if place else no,
        kind=kind,
        code=f"{name}"[:12],
        state=state,
        district=place,
        name_en=f"{kind} {name}",
        name_hi=f"{kind} {name} (हिं)",
        valid_from=date(2026, 1, 1),
    )
    land.offices[name] = office
    if kind in ("home", "saa", "ccl_home"):
        Unit.objects.create(
            office=office,
            category=category,
            sexes="boy,girl,transgender",
            age_from=0,
            age_to=21 if kind == "ccl_home" else 18,
            strength=50,
            registration_no="T/1",
            registered_until=date(2030, 1, 1),
        )
    for number, role in enumerate(ROLES[kind]):
        account = Account.objects.create(username=f"{name}.{number}", full_name=f"Officer {name} {number}")
        land.postings[f"{name}.{number}"] = Posting.objects.create(
            account=account, office=office, role=role, order_no="1/2026", from_at=START
        )
