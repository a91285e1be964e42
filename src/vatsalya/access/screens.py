"""Marking screens: a view without a mark is not served, and stops the build."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Screen:
    """The code of the feature catalogue, the act it serves, and who may knock at all."""

    code: str
    act: str | None = None
    public: bool = False
    staff: bool = False


def screen(code: str, *, act: str | None = None, public: bool = False, staff: bool = False) -> Callable[[V], V]:
    """Mark a view: `public` needs no login, `staff` any posting, `act` a role that can ever do it."""
    if not (act or public or staff):
        raise ValueError(f"screen {code}: say act=, public=True or staff=True")

    def mark(view: V) -> V:
        view.screen = Screen(code, act, public, staff)  # type: ignore[attr-defined]
        return view

    return mark
