"""Two files of one child: asked, compared, picked field by field, agreed by two officers; taken back within a time.

Within one office a second officer of it agrees, or the juvenile unit of the district, or a member of the Committee.

Merging never happens by itself. Both sheets stay, both numbers stay valid; only the kept sheet gains.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.audit import actions as audit
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matching import actions as engine
from vatsalya.matters import actions as matters
from vatsalya.matters import links, shares
from vatsalya.matters.models import Matter
from vatsalya.matters.numbers import asked as asked_number
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.people import persons, rules, vault
from vatsalya.people.models import Child, Merge, Vault
from vatsalya.places import queries as places

from . import happened, match
from . import pair_states as states
from .models import Pair

KINDS = ("missing", "cncp")
#: What of a sheet goes together: an age means nothing without its basis and its day.
_AGE = ("age_value", "age_basis", "age_on", "birth_from", "birth_to")
_OPEN = ("sex", "languages", "disability")


@dataclass(frozen=True)
class Sides:
    """Both sheets as they stand now: what lies open and what lies sealed, by question."""

    keep: dict[str, Any]
    other: dict[str, Any]
    when: tuple[happened.Happened, happened.Happened]

    @property
    def conflicts(self) -> list[str]:
        """The questions for which a person must pick."""
        return rules.conflicts(self.keep, self.other)


@transaction.atomic
def ask(*, actor: Actor, matter_id: UUID, number: str, at: datetime) -> Merge:
    """Ask whether another file is about the same child; within one office both are open to compare at once."""
    matter = _owned(actor, matter_id)
    with session.engine():
        other = _by_number(matter, number)
        keep, gone = sorted((matter, other), key=lambda one: (one.opened_at, one.number))
        if gate.visible(ENGINE, Merge).filter(other__in=(keep.child_id, gone.child_id), stage="merged").exists():
            raise Refused(Refusal("merge.already"))
        made = _new(keep, gone, actor=actor, at=at)
        if keep.unit_no != gone.unit_no:
            _tell(made, "asked", to=other.unit_no, at=at)
    return made


def _owned(actor: Actor, matter_id: UUID) -> Matter:
    """A file of one's own office: nobody asks in another's name."""
    matter = matters.see(actor, matter_id, act="child.merge", lock=True)
    if matter.unit_no != actor.office_no or matter.kind not in KINDS:
        raise Forbidden("gate.not_allowed", "child.merge", "matters_matter", matter.pk)
    return matter


def _by_number(matter: Matter, number: str) -> Matter:
    rows = gate.visible(ENGINE, Matter).filter(number=asked_number(number), kind=matter.kind, sealed=False)
    other = rows.exclude(pk=matter.pk).exclude(child=None).first()
    if other is None or other.child_id == matter.child_id:
        raise Refused(Refusal("merge.no_such_number"))
    return other


def _new(keep: Matter, gone: Matter, *, actor: Actor, at: datetime) -> Merge:
    alone = keep.unit_no == gone.unit_no
    made = Merge(
        keep_id=keep.child_id,
        other_id=gone.child_id,
        keep_matter=keep.pk,
        other_matter=gone.pk,
        keep_no=keep.unit_no,
        other_no=gone.unit_no,
        asked_at=at,
        asked_by=actor.account_id,
        asked_no=actor.office_no,
        stage="open" if alone else "asked",
        unit_no=keep.unit_no,
        shared_with=[] if alone else [gone.unit_no],
        realm=keep.realm,
    )
    made.key = vault.new_key(made.pk)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(Refusal("merge.already")) from twice
    return made


def _tell(merge: Merge, what: str, *, to: int, at: datetime) -> None:
    file = merge.keep_matter if to == merge.keep_no else merge.other_matter
    number = gate.visible(ENGINE, Matter).get(pk=file).number
    notices.tell(to_no=to, code=f"merge.{what}", matter_id=merge.pk, number=number, at=at)


def _other_no(merge: Merge, actor: Actor) -> int:
    return merge.other_no if actor.office_no == merge.keep_no else merge.keep_no


def _get(actor: Actor, merge_id: UUID, *, lock: bool = False, second: bool = False) -> Merge:
    """A merge for one of the owners; `second`: also for whoever agrees as the second officer of one office."""
    right = "child.merge_second" if second and not gate.may(actor, "child.merge") else "child.merge"
    merge = gate.get(actor, right, Merge, merge_id, lock=lock)
    owner = actor.office_no in (merge.keep_no, merge.other_no)
    if not owner and (right == "child.merge" or merge.keep_no != merge.other_no):
        raise Forbidden("gate.not_allowed", right, "people_merge", merge.pk)
    return merge


def may_compare(merge: Merge, actor: Actor) -> bool:
    """Asking opens one's own sheet to the office asked; the other one opens when that office agrees to compare."""
    return merge.stage != "asked" or actor.office_no != merge.asked_no


def look(*, actor: Actor, merge_id: UUID) -> tuple[Merge, Sides | None]:
    """Both sheets side by side, for the two owners; each look at a child is in the audit."""
    merge = _get(actor, merge_id, second=True)
    if not may_compare(merge, actor) or merge.stage in ("refused", "undone"):
        return merge, None
    for child_id in (merge.keep_id, merge.other_id):
        audit.record(
            kind="read",
            account=actor.account_id,
            posting=actor.posting_id,
            act="child.merge",
            table="people_child",
            row_id=str(child_id),
            child_id=child_id,
            reason="merge",
        )
    with session.engine():
        return merge, _sides(merge)


def _sides(merge: Merge) -> Sides:
    when = (happened.of(merge.keep_matter), happened.of(merge.other_matter))
    return Sides(_facts(merge.keep_id), _facts(merge.other_id), when)


def _facts(child_id: UUID) -> dict[str, Any]:
    child = gate.visible(ENGINE, Child).get(pk=child_id)
    told = vault.read_for_engine(child_id)
    age = {name: _text(getattr(child, name)) for name in _AGE} if child.age_value is not None else None
    return {**{name: getattr(child, name) for name in _OPEN}, "age": age, **told}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def open_up(*, actor: Actor, merge_id: UUID, at: datetime) -> Merge:
    """The office that was asked agrees to compare: now both see both sheets."""
    merge = _get(actor, merge_id, lock=True)
    _in_state(merge, "asked")
    if actor.office_no == merge.asked_no:
        raise Refused(Refusal("merge.other_office"))
    merge.stage, merge.opened_at, merge.opened_by = "open", at, actor.account_id
    merge.save()
    with session.engine():
        _tell(merge, "open", to=merge.asked_no, at=at)
    return merge


def _in_state(merge: Merge, *allowed: str) -> None:
    if merge.stage not in allowed:
        raise Refused(Refusal("merge.wrong_step"))


@transaction.atomic
def pick(*, actor: Actor, merge_id: UUID, picks: dict[str, str], at: datetime) -> Merge:
    """Say for each difference which value stays; the other office agrees, within one office a second officer."""
    merge = _get(actor, merge_id, lock=True)
    _in_state(merge, "open", "picked")
    with session.engine():
        wanted = _sides(merge).conflicts
        left = [key for key in wanted if picks.get(key) not in ("one", "two")]
        if left:
            raise Refused(Refusal("merge.pick_all", keys={lang: _labels(left, lang) for lang in ("en", "hi")}))
        chosen = {key: picks[key] for key in wanted}
        merge.picks = vault.lock(merge.pk, bytes(merge.key), chosen)
        merge.stage, merge.picked_at, merge.picked_by = "picked", at, actor.account_id
        merge.picked_no = actor.office_no
        merge.save()
        for number in _seconds(merge, actor):
            _tell(merge, "picked", to=number, at=at)
    return merge


def _seconds(merge: Merge, actor: Actor) -> list[int]:
    """Who may agree: the other office; within one office its own second officer, of a station also the unit's."""
    if merge.keep_no != merge.other_no:
        return [_other_no(merge, actor)]
    unit = offices.in_district("sjpu", offices.by_no(merge.keep_no).district_id or 0)
    return [merge.keep_no, *([unit.no] if unit and merge.realm == "missing" else [])]


def _labels(keys: list[str], lang: str) -> str:
    return ", ".join(label(key, lang) for key in keys)


def label(key: str, lang: str) -> str:
    """A question's words, as the form of a missing child or Form 17 asks it."""
    for form in ("missing", "17"):
        for one in law().newest_form(form).fields:
            if one.key == key:
                return one.label[lang]
    return key


@transaction.atomic
def agree(*, actor: Actor, merge_id: UUID, at: datetime) -> Merge:
    """The other office, or the second officer, agrees to exactly these picks: one child from now on."""
    merge = _get(actor, merge_id, lock=True, second=True)
    _in_state(merge, "picked")
    if not may_agree(merge, actor):
        raise Refused(Refusal("merge.second_officer" if merge.keep_no == merge.other_no else "merge.same_person"))
    with session.engine():
        # Somebody may have learnt more since the picks: what differs now must have been picked.
        if set(_sides(merge).conflicts) != set(vault.unlock(merge.pk, merge.key, merge.picks or b"")):
            merge.stage = "open"
            merge.save()
            _tell(merge, "open", to=merge.picked_no or merge.keep_no, at=at)
            return merge
        return _merge(merge, actor=actor, at=at)


def may_agree(merge: Merge, actor: Actor) -> bool:
    """Never who picked; between two offices never the office that picked."""
    if merge.stage != "picked" or actor.account_id in (None, merge.picked_by):
        return False
    return merge.keep_no == merge.other_no or actor.office_no != merge.picked_no


def _merge(merge: Merge, *, actor: Actor, at: datetime) -> Merge:
    sides, picks = _sides(merge), vault.unlock(merge.pk, merge.key, merge.picks or b"")
    made = rules.combine(sides.keep, sides.other, picks)
    _keep_what_was(merge)
    _write(merge.keep_id, made, at=at)
    keep, other = (gate.visible(ENGINE, Child).get(pk=pk) for pk in (merge.keep_id, merge.other_id))
    persons.join(keep=keep.person_id, gone=other.person_id, ground="merge", about=merge.pk, at=at)
    _hang_together(merge, at=at)
    merge.after_version = gate.visible(ENGINE, Vault).get(child_id=merge.keep_id).version
    merge.stage, merge.merged_at, merge.merged_by = "merged", at, actor.account_id
    merge.save()
    for number in {merge.keep_no, merge.other_no}:
        _tell(merge, "merged", to=number, at=at)
    return merge


def _columns(child: Child) -> dict[str, Any]:
    return {name: _text(getattr(child, name)) for name in (*_AGE, *_OPEN)}


def _keep_what_was(merge: Merge) -> None:
    """The kept sheet as it is before: its columns, and the sealed bytes as they are."""
    child = gate.visible(ENGINE, Child).select_for_update(of=("self",)).get(pk=merge.keep_id)
    sealed = gate.visible(ENGINE, Vault).select_for_update(of=("self",)).get(child_id=merge.keep_id)
    merge.before = vault.lock(merge.pk, bytes(merge.key), {"columns": _columns(child)})
    merge.before_identity, merge.before_version = bytes(sealed.identity), sealed.version


def _write(child_id: UUID, made: dict[str, Any], *, at: datetime) -> None:
    child = gate.visible(ENGINE, Child).get(pk=child_id)
    for name in _OPEN:
        setattr(child, name, made.get(name) or getattr(child, name))
    for name, value in (made.get("age") or {}).items():
        setattr(child, name, date.fromisoformat(value) if name == "age_on" else value)
    child.save(update_fields=[*_OPEN, *_AGE])
    _seal(child_id, {k: v for k, v in made.items() if k not in (*_OPEN, "age")}, at=at)


def _seal(child_id: UUID, identity: dict[str, Any], *, at: datetime) -> None:
    sealed = gate.visible(ENGINE, Vault).get(child_id=child_id)
    sealed.identity = vault.lock(child_id, bytes(sealed.key or b""), identity)
    sealed.version, sealed.changed_at = sealed.version + 1, at
    sealed.save(update_fields=["identity", "version", "changed_at"])


def _files(merge: Merge) -> tuple[Matter, Matter]:
    rows = gate.visible(ENGINE, Matter)
    return rows.get(pk=merge.keep_matter), rows.get(pk=merge.other_matter)


def _hang_together(merge: Merge, *, at: datetime) -> None:
    """Links and shares both ways; one entry in the comparison, that of the kept sheet."""
    keep, other = _files(merge)
    links.join(keep, other, kind="merged", at=at)
    if keep.unit_no != other.unit_no:
        shares.share(keep, number=other.unit_no, ground="merge", at=at)
        shares.share(other, number=keep.unit_no, ground="merge", at=at)
    engine.withdraw(other.pk)
    states.all_go(_pairs(other).filter(verdict=states.OPEN), "merged", states.ELSEWHERE, at=at)
    match.again(keep, at=at)


def _pairs(matter: Matter) -> Any:
    rows = gate.visible(ENGINE, Pair)
    return rows.filter(missing=matter) if matter.kind == "missing" else rows.filter(found=matter.pk)


@transaction.atomic
def refuse(*, actor: Actor, merge_id: UUID, reason: str, at: datetime) -> Merge:
    """Not one child, or asked by mistake: nothing was changed."""
    merge = _get(actor, merge_id, lock=True, second=True)
    _in_state(merge, "asked", "open", "picked")
    return _end(merge, "refused", reason, actor=actor, at=at)


def _end(merge: Merge, state: str, reason: str, *, actor: Actor, at: datetime) -> Merge:
    if reason not in law().codes("merge_reasons"):
        raise Refused(Refusal("merge.reason_needed"))
    merge.stage, merge.reason, merge.ended_at, merge.ended_by = state, reason, at, actor.account_id
    merge.save()
    with session.engine():
        for number in {merge.keep_no, merge.other_no} - {actor.office_no}:
            _tell(merge, state, to=number, at=at)
    return merge


def undo_until(merge: Merge) -> datetime | None:
    """The last instant at which a merge can be taken back, by the rule of the State that keeps the sheet."""
    if merge.merged_at is None:
        return None
    with session.engine():
        keep = gate.visible(ENGINE, Matter).get(pk=merge.keep_matter)
    return merge.merged_at + timedelta(days=_days(keep, merge.merged_at))


def _days(keep: Matter, at: datetime) -> int:
    state = places.district(keep.district_code).state.abbr
    return int(law().option(state, "merge.undo_days", ist_date(at)))


@transaction.atomic
def undo(*, actor: Actor, merge_id: UUID, reason: str, at: datetime) -> Merge:
    """Part the two sheets again: fields, links, shares and anchors as they were before the merge."""
    merge = _get(actor, merge_id, lock=True)
    _in_state(merge, "merged")
    with session.engine():
        keep, other = _files(merge)
        days = _days(keep, merge.merged_at or at)
        if at > (merge.merged_at or at) + timedelta(days=days):
            raise Refused(Refusal("merge.too_late", days=days))
        _give_back(merge, at=at)
        persons.part(about=merge.pk, at=at)
        links.part(keep.pk, other.pk, kind="merged", at=at)
        if keep.unit_no != other.unit_no:
            shares.end(keep, number=other.unit_no, ground="merge", at=at)
            shares.end(other, number=keep.unit_no, ground="merge", at=at)
        put_aside = _pairs(other).filter(verdict=states.ELSEWHERE, steps__name="merged")
        states.all_go(_pairs(other).filter(pk__in=put_aside.values("pk")), "returned", states.OPEN, at=at)
    ended = _end(merge, "undone", reason, actor=actor, at=at)
    match.again(keep, other, at=at)
    return ended


def _give_back(merge: Merge, *, at: datetime) -> None:
    """The same bytes when nobody wrote since; else only what the merge itself had changed goes back."""
    sealed = gate.visible(ENGINE, Vault).select_for_update(of=("self",)).get(child_id=merge.keep_id)
    was = vault.unlock(sealed.child_id, sealed.key, merge.before_identity or b"")
    told = vault.unlock(merge.pk, merge.key, merge.before or b"")
    if sealed.version == merge.after_version:
        sealed.identity = bytes(merge.before_identity or b"")
        sealed.version, sealed.changed_at = sealed.version + 1, at
        sealed.save(update_fields=["identity", "version", "changed_at"])
        columns = {**told["columns"], "age_on": date.fromisoformat(told["columns"]["age_on"])}
        gate.visible(ENGINE, Child).filter(pk=merge.keep_id).update(**columns)
    else:
        now, theirs = vault.unlock(sealed.child_id, sealed.key, sealed.identity), _facts(merge.other_id)
        back = {key: was.get(key) if value == theirs.get(key) else value for key, value in now.items()}
        _seal(merge.keep_id, {key: value for key, value in back.items() if value is not None}, at=at)
