"""Marking screens: a view without a mark is not served, and stops the build."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


class Door(Protocol):
    """How a machine's call is let in without a session, and how it is told no."""

    def enter(self, request: Any) -> Any:
        """The posting in whose name the call is made, or the answer that refuses it."""

    def refuse(self, request: Any, status: int, code: str) -> Any:
        """The answer to a call that the gate refused."""


@dataclass(frozen=True)
class Screen:
    """The code of the feature catalogue, the act it serves, and who may knock at all."""

    code: str
    act: str | None = None
    public: bool = False
    staff: bool = False
    door: Door | None = None


def screen(
    code: str, *, act: str | None = None, public: bool = False, staff: bool = False, door: Door | None = None
) -> Callable[[V], V]:
    """Mark a view: `public` needs no login, `staff` any posting, `act` a role that can ever do it.

    With `door` a machine comes in by its signature and not by a session; the gate behind it is the same.
    """
    if not (act or public or staff):
        raise ValueError(f"screen {code}: say act=, public=True or staff=True")

    def mark(view: V) -> V:
        view.screen = Screen(code, act, public, staff, door)  # type: ignore[attr-defined]
        return view

    return mark


def marks(view: Any) -> dict[str, Screen]:
    """Every mark of a view: one for each method where an address serves several, else one for all ("")."""
    found = getattr(view, "screen", None)
    return getattr(view, "screens", None) or ({"": found} if found else {})


def mark_of(view: Any, method: str) -> Screen | None:
    """The mark under which a view answers this method."""
    found = marks(view)
    return found.get(method) or getattr(view, "screen", None)
