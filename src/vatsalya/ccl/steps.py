"""What every act of the Board's case shares: seats, sealed reasons, where the child stays."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Matter, Move
from vatsalya.offices.models import Office, Posting
from vatsalya.papers import actions as papers
from vatsalya.papers.models import Paper
from vatsalya.people import vault
from vatsalya.people.models import Vault
from vatsalya.sittings import actions as sittings
from vatsalya.sittings import queries as seats
from vatsalya.sittings.models import Sitting

from . import queries
from .models import BoardCase, Custody, Note


def note(matter: Matter, made: Move, words: str) -> None:
    """Seal the reasons of a step under the child's key; moves themselves hold no free text (they last for ever)."""
    if not words.strip():
        return
    with session.engine():
        sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
        Note.objects.create(matter=matter, move=made, text=vault.lock_bytes(sealed, words.strip().encode()))


def change(matter: Matter, **facts: Any) -> None:
    """Write facts of a case that the gate let its caller through to."""
    with session.engine():
        gate.visible(ENGINE, BoardCase).filter(pk=matter.pk).update(**facts)
    matter._state.fields_cache.pop("board_case", None)


def seat(*, actor: Actor, matter: Matter, at: datetime) -> Sitting | None:
    """The Board's open sitting with the case on its list; nothing while the Board does not sit."""
    found = seats.running(actor.office_no, at)
    if found is not None and matter.unit_no == actor.office_no:
        sittings.put_on_list(actor=actor, sitting_id=found.pk, matter=matter)
    return found


def take(
    *, actor: Actor, matter_id: UUID, at: datetime, name: str, words: str = "", act: str = "ccl.order", **facts: Any
) -> tuple[Matter, Move]:
    """One step of the Board in its sitting, or of a member alone where the law lets it; the reasons are sealed."""
    matter = matters.see(actor, matter_id, act=act, lock=True)
    sitting = seat(actor=actor, matter=matter, at=at)
    record = {"alone": True} if sitting is None else None
    made = matters.move(matter, name, actor=actor, at=at, sitting=sitting, words=words, record=record, **facts)
    note(matter, made, words)
    if sitting is not None:
        with session.engine():
            sittings.heard(sitting=sitting, matter=matter, move=made)
    matter.refresh_from_db()
    return matter, made


def sign(form: str, *, matter: Matter, actor: Actor, at: datetime, answers: dict[str, Any], made: Move) -> Paper:
    """Sign an order of the Board with the names of those who sat, or of the member who acted alone."""
    found = seats.running(actor.office_no, at)
    members = seats.names(found, at) if found else _one(actor)
    return papers.sign(form, matter=matter, actor=actor, at=at, answers=answers, move=made, members=members)


def _one(actor: Actor) -> tuple[dict[str, Any], ...]:
    posting = Posting.objects.select_related("account").get(pk=actor.posting_id)
    return ({"posting": posting.pk, "name": posting.account.full_name, "role": posting.role},)


def alone(matter: Matter, made: Move) -> None:
    """An order of a single member waits for the next sitting (s.7(2))."""
    if made.facts.get("alone"):
        change(matter, alone_at=made.at)


def stay(matter: Matter, *, home: Office, kind: str, at: datetime, until_on: date) -> Custody:
    """Where the child stays from now on; another open stay ends. The home sees this one case."""
    leave(matter, at=at)
    try:
        with transaction.atomic(), session.engine():
            made = Custody.objects.create(
                matter=matter, child_id=matter.child_id, home=home, kind=kind, ordered_at=at, until_on=until_on
            )
    except IntegrityError:
        raise Refused(Refusal("placement.one_open")) from None
    shares.share(matter, number=home.no, ground="resident", at=at)
    return made


def leave(matter: Matter, *, at: datetime) -> None:
    """The child stays there no longer, and the home no longer sees the case."""
    with session.engine():
        found = queries.staying(matter)
        if found is None:
            return
        gate.visible(ENGINE, Custody).filter(pk=found.pk).update(left_at=at)
    shares.end(matter, number=found.home.no, at=at, ground="resident")


def home_of(matter: Matter, home_id: int, categories: tuple[str, ...]) -> Office:
    """A home of the Board that was offered, and no other place."""
    for home, _category in queries.homes(matter.district_code, matter.state_code, categories):
        if home.pk == home_id:
            return home
    raise Refused(Refusal("ccl.no_such_home", field="home"))
