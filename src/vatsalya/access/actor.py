"""Whose eyes and hands an act uses: passed along, never ambient."""

from dataclasses import dataclass, field
from datetime import datetime

from vatsalya.law.load import law
from vatsalya.offices.models import Office, Posting
from vatsalya.offices.queries import district_interval

LARGEST = 2_147_483_647
#: Realms that exist; machine work (matching, sweeps) runs over all of them.
REALMS = ("missing", "match", "cncp", "ccl", "helpline", "adoption", "citizen")
#: No row is of this realm. Who has it reaches sealed rows by area too: the machine, so that a sealed file's clocks
#: run on, and no post.
SEALED = "sealed"
#: Break-glass grants have numbers of their own, far below those of postings.
GRANT_BASE = -1_000_000_000


@dataclass(frozen=True)
class Actor:
    """An officer in one posting at this instant, or a named machine duty.

    `reach` is the interval of office numbers whose files the role covers (None = none),
    `own` the numbers of the office and the posting, `grants` numbers of break-glass grants in force.
    """

    role: str
    office_no: int
    account_id: int | None = None
    posting_id: int | None = None
    reach: tuple[int, int] | None = None
    own: tuple[int, ...] = ()
    realms: tuple[str, ...] = ()
    grants: tuple[int, ...] = ()
    grant_reason: str = field(default="", compare=False)

    @property
    def numbers(self) -> tuple[int, ...]:
        """All numbers under which rows may be shared with this actor."""
        return self.own + self.grants

    def covers(self, unit_no: int) -> bool:
        """True when an office number lies in the actor's area."""
        return self.reach is not None and self.reach[0] <= unit_no <= self.reach[1]


def _reach(role_reach: str, office: Office) -> tuple[int, int] | None:
    if role_reach in {"none", "assigned"}:
        return None
    if role_reach == "nation":
        return 0, LARGEST
    if role_reach == "state" and office.state_id:
        low = office.no - office.no % 10_000_000
        return low, low + 10_000_000 - 1
    if role_reach == "district" and office.district_id:
        return district_interval(office)
    return office.no, office.hi


def from_posting(posting: Posting, grants: tuple[int, ...] = (), reason: str = "") -> Actor:
    """The actor that a posting in force makes of its holder."""
    role = law().roles[posting.role]
    return Actor(
        role=posting.role,
        office_no=posting.office.no,
        account_id=posting.account_id,
        posting_id=posting.pk,
        reach=_reach(role.reach, posting.office),
        # An assigned worker sees what is shared with the person, not with the whole office.
        own=(-posting.pk,) if role.reach == "assigned" else (posting.office.no, -posting.pk),
        realms=tuple(role.realms),
        grants=grants,
        grant_reason=reason,
    )


def machine(duty: str) -> Actor:
    """A named machine duty (matching, clock sweep, figures): all areas and realms, no person."""
    return Actor(role=f"machine:{duty}", office_no=0, reach=(0, LARGEST), realms=(*REALMS, SEALED))


#: The engine's own eyes, for rows of a matter that the gate let its caller through to. The database's
#: wall still holds: without `session.engine()` it shows only what the caller may see.
ENGINE = machine("engine")


def citizen() -> Actor:
    """Somebody without a login: covers nothing, is shared nothing."""
    return Actor(role="citizen", office_no=0)


def in_force(actor: Actor, at: datetime) -> bool:
    """True when the actor's posting still holds; a job asks this before it acts in somebody's name."""
    from vatsalya.offices.queries import posting

    return actor.posting_id is None or posting(actor.posting_id, at) is not None
