"""Which children are published now: the only people whom the exchange ever shows to the outside.

Publication (`missing.publish`) answers this and is named in `exchange/follow.py`; here only the shape is said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from vatsalya.law.load import law


class Card(Protocol):
    """What publication allows of a child, and until when."""

    @property
    def public_id(self) -> UUID | str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def age_from(self) -> int | None: ...
    @property
    def age_to(self) -> int | None: ...
    @property
    def height_cm(self) -> int | None: ...
    @property
    def marks(self) -> Iterable[Mapping[str, str]]: ...
    @property
    def clothes(self) -> str: ...
    @property
    def district_code(self) -> int: ...
    @property
    def state_code(self) -> int: ...
    @property
    def last_seen_on(self) -> date: ...
    @property
    def has_photo(self) -> bool: ...
    @property
    def station_no(self) -> int: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def until_on(self) -> date: ...
    @property
    def source_on(self) -> date: ...


Source = Callable[..., Iterator[Card]]
#: Where the cards come from; set once at start by the package that publishes. Until then nobody is published.
_sources: list[Source] = []


def come_from(source: Source) -> None:
    """Name the function that gives the published children: `cards.come_from(publish.live)`."""
    _sources[:] = [source]


def live(*, at: datetime) -> Iterator[Card]:
    """The children who are published at this instant."""
    for source in _sources:
        yield from source(at=at)


def one(public_id: str, *, at: datetime) -> Card | None:
    """A published child by its public number; nothing when it is published no longer."""
    return next((card for card in live(at=at) if str(card.public_id) == public_id), None)


def marks(card: Card, lang: str) -> str:
    """The marks of a card as people say them: scar, wrist, left."""
    return "; ".join(filter(None, (_mark(mark, lang) for mark in card.marks)))


def _mark(mark: Mapping[str, str], lang: str) -> str:
    said = [
        law().codes(codes).get(mark.get(key, ""), {}).get(lang, "")
        for key, codes in (("kind", "mark_kinds"), ("part", "body_parts"), ("side", "sides"))
    ]
    return ", ".join(filter(None, [*said, mark.get("text", "")]))
