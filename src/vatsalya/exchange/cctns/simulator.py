"""A police system for demo and tests: `python -m vatsalya.exchange.cctns.simulator PORT`.

Invented FIRs, the same for the same number; no Django, no database, no real person. Its behaviour is switched
by POST /switch: {"mode": "ok" | "slow" | "down" | "garbage" | "refuses", "seconds": 5}.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

IST = timezone(timedelta(hours=5, minutes=30))
BOYS = ("अंकित", "Rohit", "सोनू", "Imran", "विकास", "Suraj", "मोनू", "Arjun")
GIRLS = ("पूजा", "Kajal", "रानी", "Shabana", "गुड़िया", "Anjali", "नेहा", "Sunita")
FAMILIES = ("कुमार", "Devi", "यादव", "Khatun", "पासवान", "Sharma", "मांझी", "Das")
PLACES = ("Railway station, platform 2", "बस अड्डा", "Weekly market", "विद्यालय के पास", "Temple fair")
DISTRICTS = (190, 191, 196, 204, 213)
NONE_ABOVE = 990
Start = Callable[..., Any]


class System:
    """The police system: its switch, and the messages it was given."""

    def __init__(self) -> None:
        self.mode, self.seconds = "ok", 0.0
        self.asked: list[str] = []
        self.told: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start: Start) -> list[bytes]:
        path, query = environ["PATH_INFO"], parse_qs(environ.get("QUERY_STRING", ""))
        if path == "/switch":
            return self._switch(environ, start)
        self.asked.append(path)
        if self.seconds:
            time.sleep(self.seconds)
        if self.mode == "down":
            return _answer(start, "503 Down", None)
        if self.mode == "garbage":
            start("200 OK", [("Content-Type", "application/json")])
            return [b'{"fir_no": \xff\xfe not json']
        if self.mode == "refuses" or not environ.get("HTTP_X_PURPOSE") or not environ.get("HTTP_X_RECEIPT"):
            return _answer(start, "403 No purpose", None)
        return self._serve(path, {key: values[0] for key, values in query.items()}, environ, start)

    def _serve(self, path: str, query: dict[str, str], environ: dict[str, Any], start: Start) -> list[bytes]:
        if path == "/fir":
            found = fir(query.get("station", ""), query.get("fir_no", ""))
            return _answer(start, "200 OK" if found else "404 Not there", found)
        if path == "/missing":
            return _answer(start, "200 OK", missing_on(query.get("station", ""), query.get("on", "")))
        if path == "/link":
            self.told.append(json.loads(_body(environ)))
            return _answer(start, "202 Taken", {})
        return _answer(start, "404 Not there", None)

    def _switch(self, environ: dict[str, Any], start: Start) -> list[bytes]:
        said = json.loads(_body(environ) or b"{}")
        self.mode, self.seconds = said.get("mode", "ok"), float(said.get("seconds", 0))
        return _answer(start, "200 OK", {"mode": self.mode, "seconds": self.seconds})


def _body(environ: dict[str, Any]) -> bytes:
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def _answer(start: Start, status: str, said: Any) -> list[bytes]:
    start(status, [("Content-Type", "application/json")])
    return [json.dumps(said, ensure_ascii=False).encode()]


def fir(station: str, fir_no: str) -> dict[str, Any] | None:
    """An invented FIR; numbers above 990 are not there."""
    number, _, year = fir_no.partition("/")
    if not (number.isdecimal() and year.isdecimal() and 1 <= int(number) <= NONE_ABOVE and 2000 <= int(year) <= 2100):
        return None
    dice = random.Random(f"{station}:{int(number)}/{year}")  # noqa: S311  (invented data)
    girl = dice.random() < 0.55
    day = datetime(int(year), 1, 1, tzinfo=IST) + timedelta(days=int(number) * 365 / 1000, hours=dice.randrange(6, 21))
    return {
        "station": station,
        "fir_no": f"{int(number):04d}/{year}",
        "registered_on": (day + timedelta(hours=5)).date().isoformat(),
        "cctns_no": f"{station}{int(year) % 100:02d}{int(number):05d}",
        "gd_no": f"{dice.randrange(1, 60):03d}",
        "sections": "BNS 137(2)",
        "zero_fir": dice.random() < 0.2,
        "child_name": f"{dice.choice(GIRLS if girl else BOYS)} {dice.choice(FAMILIES)}",
        "sex": "F" if girl else "M",
        "age_years": dice.randrange(3, 18),
        "father_name": f"{dice.choice(BOYS)} {dice.choice(FAMILIES)}",
        "occurred_at": day.isoformat(timespec="minutes"),
        "place_of_occurrence": dice.choice(PLACES),
        "district_lgd": dice.choice(DISTRICTS),
        "height_cm": dice.randrange(90, 165),
        "informant_name": f"{dice.choice(GIRLS)} {dice.choice(FAMILIES)}",
        "informant_relation": "mother",
        "informant_mobile": f"00000{dice.randrange(10000, 99999)}",
    }


def missing_on(station: str, on: str) -> list[dict[str, Any]]:
    """The day's invented FIRs of a station: none, one or two."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        return []
    first = int((day.timetuple().tm_yday - 1) * 1000 / 365)
    made = [fir(station, f"{number}/{day.year}") for number in range(first - 3, first + 4)]
    return [one for one in made if one and one["registered_on"] == on][:2]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: an address holds the number of an FIR."""


def server(system: System, port: int = 0) -> WSGIServer:
    """The system behind a port of this machine only."""
    return make_server("127.0.0.1", port, system, server_class=_Server, handler_class=_Quiet)


@contextmanager
def running() -> Iterator[tuple[System, str]]:
    """Inside, a system runs (for tests); gives it and its address."""
    system = System()
    listening = server(system)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield system, f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        listening.server_close()


if __name__ == "__main__":
    server(System(), int(sys.argv[1])).serve_forever()
