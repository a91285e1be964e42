"""A little country, a published child, and receivers that listen on this machine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import AT
from tests.country_of_tests import Land, district, settle
from vatsalya.exchange import cards


@dataclass(frozen=True)
class Published:
    """A card, as the publication package gives it."""

    public_id: UUID = UUID("0192a3b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b")
    first_name: str = "अंकित"
    sex: str = "boy"
    age_from: int | None = 8
    age_to: int | None = 10
    height_cm: int | None = 128
    marks: tuple[dict[str, str], ...] = ({"kind": "scar", "part": "wrist", "side": "left", "text": "old"},)
    clothes: str = "Blue shirt & <grey> shorts"
    district_code: int = 0
    state_code: int = 10
    last_seen_on: date = date(2026, 11, 11)
    has_photo: bool = True
    station_no: int = 0
    published_at: datetime = AT - timedelta(hours=5)
    until_on: date = date(2026, 12, 12)
    source_on: date = date(2026, 11, 11)


@pytest.fixture
def land(db: None) -> Land:
    """The offices of Gaya, Nashik and Pune."""
    return settle()


@pytest.fixture
def shown(land: Land) -> Iterator[list[Published]]:
    """The children published now: one of Gaya; a test may add and take away."""
    card = Published(district_code=district("Gaya").code, station_no=land.offices["gaya.ps"].no)
    now_live = [card]
    before = list(cards._sources)
    cards.come_from(lambda *, at: iter(now_live))
    yield now_live
    cards._sources[:] = before


@pytest.fixture
def another() -> Callable[..., Published]:
    """A card with something changed."""
    return lambda card, **more: replace(card, **more)


@dataclass
class Listener:
    """Somebody who is told things: what came, and what is answered."""

    status: int = 200
    wait: float = 0.0
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def listening() -> Iterator[Listener]:
    """A receiver on this machine."""
    known = Listener()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            known.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            threading.Event().wait(known.wait)
            self.send_response(known.status)
            if known.location:
                self.send_header("Location", known.location)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    known.url = f"http://127.0.0.1:{server.server_port}/events"
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    """A receiver whose address the settings allow."""
    with listening() as known:
        settings.EXCHANGE_INNER_HOSTS = frozenset({known.url.split("/")[2]})
        yield known
