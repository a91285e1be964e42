"""Protected tables: the four columns, and managers that stay closed until an actor opens them."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from . import walls
from .actor import SEALED, Actor

M = TypeVar("M", bound=models.Model)


class Closed(RuntimeError):
    """A protected table was read without saying whose eyes read it."""


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that cannot be read before `visible_to(actor)` was called."""

    _open = False

    def _clone(self) -> ScopedQuerySet[M]:
        clone = super()._clone()  # type: ignore[misc]
        clone._open = self._open
        return clone

    def visible_to(self, actor: Actor) -> ScopedQuerySet[M]:
        """Only what this actor may know of; keeps the relation it was called on."""
        opened = self._clone()
        opened._open = True
        return opened if walls.python_is_off() else opened.filter(predicate(actor))

    def _ask(self) -> None:
        if not self._open:
            raise Closed(f"{self.model.__name__}: call .visible_to(actor) before reading")

    def _fetch_all(self) -> None:
        self._ask()
        super()._fetch_all()  # type: ignore[misc]

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._ask()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._ask()
        return super().count()

    def exists(self) -> bool:
        self._ask()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._ask()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._ask()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._ask()
        return super().delete()


def predicate(actor: Actor) -> Q:
    """Python's wall: the same sentence that `sql.policy` says to the database."""
    near = Q(unit_no__in=actor.own) | Q(shared_with__overlap=list(actor.own))
    if actor.reach:
        low, high = actor.reach
        within = Q(unit_no__gte=low, unit_no__lte=high)
        near |= within if SEALED in actor.realms else within & Q(sealed=False)
    rule = near & Q(realm__in=actor.realms)
    return rule | Q(shared_with__overlap=list(actor.grants)) if actor.grants else rule


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class Scoped(models.Model):
    """A protected row. `owner` names the foreign key whose row the four columns are copied from."""

    owner: ClassVar[str | None] = None
    #: The column that says which child an audit event is about.
    child_column: ClassVar[str | None] = None
    #: Columns whose values enter the audit only as a digest.
    audit_hide: ClassVar[tuple[str, ...]] = ()

    #: Only working notes may go without trace of their content (drafts); files of a child never.
    may_be_deleted: ClassVar[bool] = False

    unit_no = models.IntegerField(default=0, editable=False)
    shared_with = ArrayField(models.IntegerField(), default=list, editable=False)
    realm = models.CharField(max_length=12, default="", editable=False)
    sealed = models.BooleanField(default=False, editable=False)

    objects = ScopedManager()
    unscoped = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "objects"
        indexes = [
            models.Index(fields=["unit_no"], name="%(class)s_unit"),
            GinIndex(fields=["shared_with"], name="%(class)s_shared", fastupdate=False),
        ]
