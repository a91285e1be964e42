"""Signing forms: a snapshot that is never edited; a correction is a new paper that supersedes it."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.days import named_days, wrong_days
from vatsalya.law.load import law
from vatsalya.law.shapes import Clock, Form
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import readable
from vatsalya.matters import clocks
from vatsalya.matters.models import Matter, Move
from vatsalya.offices import queries as offices
from vatsalya.people import vault
from vatsalya.people.models import Vault
from vatsalya.places import queries as places

from .models import Draft, Paper, Submission
from .rules import Boxes, Merged, merge


def _canonical(answers: dict[str, Any]) -> bytes:
    return json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


#: Short beginnings of the serials of papers that have no number in the law.
SHORT = {"missing": "MR", "followup": "FU", "helpline": "CALL", "recovery": "PR", "handover": "HO"}


def _serial(form: str, matter: Matter, at: datetime) -> str:
    district = places.district(matter.district_code)
    series = f"F{form}-{district.state.abbr}-{district.short}-{ist_date(at).year}"
    prefix = (SHORT.get(form, f"F{form}"), district.state.abbr, district.short)
    return readable(*prefix, year=ist_date(at).year, serial=offices.next_serial(series))


def _key_of(matter: Matter) -> Vault:
    if matter.child_id is None:
        raise ValueError("a paper needs a child's key")
    return gate.visible(ENGINE, Vault).get(child_id=matter.child_id)


def _state(matter: Matter) -> str:
    return places.district(matter.district_code).state.abbr


def _check_days(form: Form, matter: Matter, answers: dict[str, Any], *, at: datetime) -> None:
    """No day out of order and none beyond the limit of the law; a limit that runs already counts from its start."""

    def clock(code: str) -> Clock:
        return law().clock(code, state=_state(matter), on=ist_date(at))

    def since(code: str) -> datetime:
        return clocks.running_since(matter, code) or at

    if wrong := wrong_days(form, answers, signed_at=at, clock=clock, since=since, began_at=clocks.began_at(matter)):
        raise Refused(*wrong)


@transaction.atomic
def sign(
    form: str,
    *,
    matter: Matter,
    actor: Actor,
    at: datetime,
    answers: dict[str, Any],
    move: Move | None = None,
    members: tuple[dict[str, Any], ...] = (),
    supersedes: Paper | None = None,
) -> Paper:
    """Sign a form on a matter: who, in which role and office, when, and which members were present.

    A correction counts its days from the first signing; an order that replaces another one is an order of its own day.
    """
    rule = law().form(form, on=ist_date(at), state=_state(matter))
    _check_days(rule, matter, answers, at=supersedes.signed_at if supersedes and not rule.order else at)
    for code, day in named_days(rule, answers):
        clocks.fall_due(matter, code, on=day)
    sealed = _key_of(matter)
    return Paper.objects.create(
        serial=_serial(form, matter, at),
        matter=matter,
        child_id=matter.child_id,
        move=move,
        form=form,
        form_version=rule.version,
        answers=vault.lock(sealed.child_id, bytes(sealed.key or b""), answers),
        sha256=hashlib.sha256(_canonical(answers)).hexdigest(),
        office_id=offices.by_no(actor.office_no).pk,
        signed_by_id=actor.posting_id,
        signed_at=at,
        members=list(members),
        supersedes=supersedes,
    )


@transaction.atomic
def supersede(*, actor: Actor, paper_id: UUID, at: datetime, answers: dict[str, Any]) -> Paper:
    """Correct a signed paper by a new one; the old one stays readable as it was signed (s.104)."""
    old = gate.get(actor, "paper.sign", Paper, paper_id, lock=True, related=("matter",))
    if gate.visible(ENGINE, Paper).filter(supersedes=old).exists():
        raise Refused(Refusal("paper.superseded", serial=old.serial))
    return sign(
        old.form,
        matter=old.matter,
        actor=actor,
        at=at,
        answers=answers,
        members=tuple(old.members),
        supersedes=old,
    )


def read(*, actor: Actor, paper_id: UUID) -> tuple[Paper, dict[str, Any]]:
    """A signed paper and its answers, for somebody who may read this form; logged."""
    paper = gate.get(
        actor, "paper.read", Paper, paper_id, related=("matter", "office", "signed_by__account", "child__vault")
    )
    sealed = paper.child.vault if paper.child else None
    assert sealed is not None  # every paper is about a child
    return paper, vault.unlock(sealed.child_id, sealed.key, paper.answers)


def save_draft(
    *, actor: Actor, form: str, about: str, form_version: str, answers: dict[str, Any], at: datetime
) -> Draft:
    """Keep a form half filled, for this person only; the line may break now."""
    found = Draft.objects.visible_to(actor).filter(posting_id=actor.posting_id, form=form, about=about).first()
    draft = found or Draft(posting_id=actor.posting_id, form=form, about=about)
    draft.unit_no, draft.realm = -(actor.posting_id or 0), actor.realms[0]
    draft.form_version, draft.saved_at = form_version, at
    draft.answers = vault.lock_for_server(answers)
    draft.save()
    return draft


@transaction.atomic
def merge_draft(
    *, actor: Actor, form: str, about: str, form_version: str, answers: Boxes, base: Boxes | None, at: datetime
) -> Merged:
    """Save one window of a form into its draft, box by box: what another window typed stays."""
    mine = {"posting_id": actor.posting_id, "form": form, "about": about}
    held = Draft.objects.visible_to(actor).select_for_update().filter(**mine).first()
    merged = merge(vault.unlock_for_server(held.answers) if held else {}, answers, base)
    save_draft(actor=actor, form=form, about=about, form_version=form_version, answers=merged.boxes, at=at)
    return merged


def load_draft(*, actor: Actor, form: str, about: str) -> tuple[Draft, dict[str, Any]] | None:
    """What this person had filled in of a form, if anything."""
    draft = Draft.objects.visible_to(actor).filter(posting_id=actor.posting_id, form=form, about=about).first()
    return (draft, vault.unlock_for_server(draft.answers)) if draft else None


def drop_draft(*, actor: Actor, form: str, about: str) -> None:
    """Throw a draft away once the form is signed."""
    Draft.objects.visible_to(actor).filter(posting_id=actor.posting_id, form=form, about=about).delete()


def once(token: UUID, *, at: datetime) -> Submission | None:
    """Use a form's token; None when it was used before (a double click)."""
    try:
        with transaction.atomic():
            return Submission.objects.create(token=token, at=at)
    except IntegrityError:
        return None


def done(token: UUID, result: str) -> None:
    """Remember where a submitted form led, for the second click."""
    Submission.objects.filter(token=token).update(result=result)


def result_of(token: UUID) -> str:
    """Where the first click of a double click led."""
    return Submission.objects.filter(token=token).values_list("result", flat=True).first() or ""


def newest(matter: Matter, form: str, *, since: datetime | None = None) -> Paper | None:
    """The paper of a form that stands now on a matter (not superseded), if it was signed since then."""
    rows = gate.visible(ENGINE, Paper).filter(matter=matter, form=form, superseded_by__isnull=True)
    rows = rows.filter(signed_at__gte=since) if since else rows
    return rows.order_by("-signed_at").first()
