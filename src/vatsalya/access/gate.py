"""The one gate: finding a protected row and being allowed to use it are the same call."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Exists, QuerySet

from vatsalya.audit import actions as audit
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, NotVisible

from .actor import Actor
from .scope import Scoped, ScopedQuerySet

S = TypeVar("S", bound=Scoped)


def visible(actor: Actor, model: type[S]) -> ScopedQuerySet[S]:
    """All rows of a protected table that this actor may know of."""
    return model.objects.visible_to(actor)  # type: ignore[attr-defined, no-any-return]


def get(
    actor: Actor,
    act: str,
    model: type[S],
    pk: Any,
    *,
    lock: bool = False,
    related: tuple[str, ...] = (),
    beside: Mapping[str, QuerySet[Any]] | None = None,
) -> S:
    """One row for one act, logged; `beside` names rows of other tables and asks in the same question if there are any.

    Raises NotVisible (404) or Forbidden (403).
    """
    rows = visible(actor, model)
    if related:
        rows = rows.select_related(*related)
    if beside:
        rows = rows.annotate(**{name: Exists(others) for name, others in beside.items()})
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotVisible(model._meta.db_table, pk, act)
    require(actor, act, row)
    child_column = model.child_column
    audit.record(
        kind="read",
        account=actor.account_id,
        posting=actor.posting_id,
        act=act,
        table=model._meta.db_table,
        row_id=str(row.pk),
        child_id=getattr(row, child_column) if child_column else None,
        reason=actor.grant_reason,
    )
    return row


def require(actor: Actor, act: str, row: Scoped) -> None:
    """Raise Forbidden unless the actor may do this act on a row in hand."""
    if not may(actor, act, row):
        raise Forbidden("gate.not_allowed", act, row._meta.db_table, row.pk)


def may(actor: Actor, act: str, row: Scoped | None = None) -> bool:
    """True when the actor may do the act: on this row, or (without a row) at least somewhere."""
    if actor.role.startswith("machine:"):
        return True
    relation = law().acts[act].by.get(actor.role)
    if relation is None:
        return _by_grant(actor, act, row)
    return row is None or _stands_in(relation, actor, row)


def _by_grant(actor: Actor, act: str, row: Scoped | None) -> bool:
    """Break-glass lets a person read, never decide."""
    if row is None or not set(actor.grants) & set(row.shared_with):
        return False
    return law().acts[act].by_grant


def _stands_in(relation: str, actor: Actor, row: Scoped) -> bool:
    if relation == "any":
        return True
    shared = bool(set(actor.numbers) & set(row.shared_with))
    own = row.unit_no in actor.own
    if relation == "own":
        return own
    if relation == "area":
        return own or shared or actor.covers(row.unit_no)
    if relation == "assigned":
        return -(actor.posting_id or 0) in row.shared_with or own or shared
    return own or shared


def fields(actor: Actor, row: Scoped) -> frozenset[str]:
    """Which visibility classes (P, S, L, C, special) of a row's answers the actor may see."""
    role = law().roles.get(actor.role)
    return frozenset(role.sees) if role else frozenset({"P"})
