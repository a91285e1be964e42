"""What can stand between an officer and an act: refusals, invisibility, lack of right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """One reason why the law or the portal says no: a code, and the facts its sentence needs."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __init__(self, code: str, **facts: Any) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "facts", facts)


class Refused(Exception):
    """An act was refused; carries every reason at once, so that nobody has to try twice."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = list(refusals)
        super().__init__(", ".join(self.codes))

    @property
    def codes(self) -> list[str]:
        """The codes of all reasons, in the order in which they were found."""
        return [refusal.code for refusal in self.refusals]


class NotVisible(Exception):
    """The row is not this officer's to know of: the answer is 'not found'."""

    def __init__(self, table: str, row_id: object, act: str = "") -> None:
        self.table, self.row_id, self.act = table, str(row_id), act
        super().__init__(f"{table} {row_id}")


class Forbidden(Exception):
    """The officer may see the row, but this act is not theirs."""

    def __init__(self, code: str, act: str = "", table: str = "", row_id: object = "") -> None:
        self.code, self.act, self.table, self.row_id = code, act, table, str(row_id)
        super().__init__(f"{code} {act}")
