"""Where other parts of the desk hang their lines into the police desk (citizens' reports that wait for a reply)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """A line of work: where it opens, what it is, since when."""

    url: str
    words: str
    number: str
    since: datetime


#: Each takes the request and gives the lines that wait for this officer's station.
WAITING: list[Callable[[Any], list[Waiting]]] = []


def waiting(request: Any) -> list[Waiting]:
    """Everything that other parts hung in, the oldest first."""
    return sorted((line for source in WAITING for line in source(request)), key=lambda line: line.since)
