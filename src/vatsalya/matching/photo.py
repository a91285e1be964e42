"""Likeness of photographs: an interface for a plug-in, and nothing behind it. Off unless a State has ordered it.

A country-wide photo run once announced 2,930 matches; two in a hundred were right, boys were paired
with girls. So no likeness is computed here. A State that wants one names its purpose in its rules
(`matching.photo`, with the order as basis), brings a plug-in, and even then: sex and age are a hard
filter before any photograph is looked at, its part is capped, and it stands among the reasons by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np

from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date

from . import geo
from .parts import SILENT, Part
from .record import Traits
from .weights import Weights

YEARS = 3.0  # apart by more than this (and their errors) two photographs are not compared
LEVELS = (SILENT, "alike", "unlike")


class Likeness(Protocol):
    """What a plug-in offers: for the photographs of one entry and of others, a likeness from -1 to 1, or nothing."""

    name: str

    def compare(self, ours: UUID, others: Sequence[UUID]) -> Sequence[float | None]:
        """Likeness of one entry's photograph with each other's; None where there is none or it cannot be read."""


_plugins: dict[str, Likeness] = {}


def register(plugin: Likeness) -> None:
    """Bring a plug-in; it stays off until a State's rule names its purpose."""
    _plugins[plugin.name] = plugin


def unregister(name: str) -> None:
    """Take a plug-in away."""
    _plugins.pop(name, None)


def allowed(state: str, at: datetime | None) -> bool:
    """True when this State's rules of the day switch it on; the rule's basis is its written purpose."""
    letters = geo.letters(state)
    return bool(letters and at) and bool(law().option(letters, "matching.photo", ist_date(at)))  # type: ignore[arg-type]


def parts(
    entry: UUID, ours: Traits, ids: Sequence[UUID], others: Sequence[Traits], w: Weights, at: datetime | None
) -> dict[str, Part]:
    """The part of photographs, when there is a plug-in and both children's States have switched it on; else nothing."""
    if not _plugins or not allowed(ours.state, at):
        return {}
    plugin = next(iter(_plugins.values()))
    rows = [row for row, one in enumerate(others) if _may(ours, one) and allowed(one.state, at)]
    bits, level = np.zeros(len(others)), np.zeros(len(others), int)
    if rows:
        for row, likeness in zip(rows, plugin.compare(entry, [ids[row] for row in rows]), strict=True):
            if likeness is not None:
                bits[row] = w["photo"]["most"] * float(np.clip(likeness, -1, 1))
                level[row] = 1 if likeness > 0 else 2
    return {"photo": Part(bits, level, LEVELS)}


def _may(ours: Traits, other: Traits) -> bool:
    """The hard filter: known and equal sex, known and near age."""
    if ours.sex != other.sex or ours.sex not in {"b", "g"} or ours.born is None or other.born is None:
        return False
    return abs(ours.born - other.born) <= YEARS
