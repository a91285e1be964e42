"""A brake on harvesting the public search: puzzles, waiting tickets, budgets, an alarm; no third party.

A challenge is signed and kept nowhere; only when it is used is its mark written down, so that it works once.
How hard it is follows what the address and its network looked at in this hour. The measures are law data
(publication.toml).
"""

import base64
import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from vatsalya.law.load import law
from vatsalya.lib.clock import IST
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.notices import actions as notices
from vatsalya.offices.models import Office

from . import publish
from .card_models import Tally, UsedToken, Watch

PUZZLE, TICKET = b"p", b"w"
LIVES = timedelta(minutes=30)
#: Everybody's count lies in several rows, so that searches do not wait for one another.
BUCKETS = 16
_MARK = 16


@dataclass(frozen=True)
class Challenge:
    """What a browser must solve (level = zero bits), or how many seconds a person must wait (level)."""

    token: str
    level: int


@dataclass(frozen=True)
class Use:
    """How much was looked at in this hour (and day), and whether the alarm sounds."""

    address: int
    day: int
    network: int
    guarded: bool

    @property
    def bits(self) -> int:
        """How hard the next puzzle is."""
        rules = law().publication.brake
        risen = rules["bits"] + self.address // 10 + self.network // 60 + (3 if self.guarded else 0)
        return min(risen, rules["bits_most"])

    @property
    def seconds(self) -> int:
        """How long somebody waits whose browser solves no puzzles."""
        return min(law().publication.brake["slow_seconds"] * (1 + self.address // 20), 240)


def _key(purpose: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"brake:" + purpose, hashlib.sha256).digest()


def digest(text: str) -> bytes:
    """A keyed mark of an address; the address itself is kept nowhere."""
    return hmac.new(_key(b"who"), text.encode(), hashlib.sha256).digest()[:_MARK]


def network_of(address: str | None) -> str:
    """The neighbourhood of an address: /24, or /56 for IPv6."""
    if address is None:
        return "?"
    found = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 56), strict=False))


# Challenges


def _make(kind: bytes, level: int, sid: str, at: datetime) -> str:
    body = kind + bytes([level]) + int(at.timestamp()).to_bytes(5, "big") + secrets.token_bytes(_MARK)
    return base64.urlsafe_b64encode(body + _seal(body, sid)).decode().rstrip("=")


def _seal(body: bytes, sid: str) -> bytes:
    return hmac.new(_key(b"token"), body + sid.encode(), hashlib.sha256).digest()[:_MARK]


def _read(token: str, sid: str, at: datetime) -> tuple[bytes, int, int, bytes]:
    """Kind, level, seconds since it was given, mark; Refused when it is not ours, not theirs or too old."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii", "replace") + b"=" * (-len(token) % 4))
    except ValueError:
        raw = b""
    body, seal = raw[:-_MARK], raw[-_MARK:]
    if len(body) != 7 + _MARK or not hmac.compare_digest(seal, _seal(body, sid)):
        raise Refused(Refusal("brake.again"))
    age = int(at.timestamp()) - int.from_bytes(body[2:7], "big")
    if not 0 <= age <= LIVES.total_seconds():
        raise Refused(Refusal("brake.again"))
    return body[:1], body[1], age, body[7:]


def puzzle(*, sid: str, address: str | None, at: datetime) -> Challenge:
    """A puzzle as hard as this address deserves now."""
    bits = use_of(address, at).bits
    return Challenge(_make(PUZZLE, bits, sid, at), bits)


def ticket(*, sid: str, address: str | None, at: datetime) -> Challenge:
    """For a browser without JavaScript: wait instead of calculating."""
    seconds = use_of(address, at).seconds
    return Challenge(_make(TICKET, seconds, sid, at), seconds)


def solved(token: str, answer: str, bits: int) -> bool:
    """True when the hash of token and answer begins with so many zero bits."""
    made = int.from_bytes(hashlib.sha256(f"{token}:{answer}".encode()).digest(), "big")
    return made >> (256 - bits) == 0


def solve(token: str, bits: int) -> str:
    """The answer to a puzzle (for tests and the benchmark; browsers have their own)."""
    number = 0
    while not solved(token, str(number), bits):
        number += 1
    return str(number)


# Budgets

_ENTER = """
WITH once AS (
  INSERT INTO missing_usedtoken (token, until) VALUES (%(token)s, %(dies)s) ON CONFLICT DO NOTHING RETURNING 1
), told AS (
  INSERT INTO missing_tally AS t (who, span, units, until)
  SELECT * FROM unnest(%(who)s::bytea[], %(span)s::text[], %(units)s::int[], %(until)s::timestamptz[])
                AS r(who, span, units, until) ORDER BY 1, 2
  ON CONFLICT (who, span) DO UPDATE SET units = t.units + EXCLUDED.units RETURNING who, span, units
)
SELECT (SELECT count(*) FROM once),
  coalesce((SELECT units FROM told WHERE who = %(address)s AND span = %(hour)s), 0),
  coalesce((SELECT units FROM told WHERE who = %(address)s AND span = %(day)s), 0),
  coalesce((SELECT units FROM told WHERE who = %(network)s), 0),
  coalesce((SELECT sum(units) FROM missing_tally WHERE span = %(hour)s AND who = ANY (%(all)s::bytea[])), 0),
  coalesce((SELECT live FROM missing_watch), 0), (SELECT alarm_at FROM missing_watch)
"""
_LOOK = """
SELECT coalesce(max(units) FILTER (WHERE who = %(address)s AND span = %(hour)s), 0),
  coalesce(max(units) FILTER (WHERE who = %(address)s AND span = %(day)s), 0),
  coalesce(max(units) FILTER (WHERE who = %(network)s AND span = %(hour)s), 0),
  coalesce(sum(units) FILTER (WHERE span = %(hour)s AND who = ANY (%(all)s::bytea[])), 0),
  coalesce((SELECT live FROM missing_watch), 0), (SELECT alarm_at FROM missing_watch)
FROM missing_tally WHERE (who, span) IN (SELECT * FROM unnest(%(who)s::bytea[], %(span)s::text[]))
  OR span = %(hour)s AND who = ANY (%(all)s::bytea[])
"""


def _all() -> list[bytes]:
    return [digest(f"all {number}") for number in range(BUCKETS)]


def _rows(address: str | None, at: datetime, units: int) -> dict[str, Any]:
    """Whose counts a look raises: the address by hour and day, the network, everybody."""
    local = at.astimezone(IST)
    hour, day = local.strftime("h%Y%m%d%H"), local.strftime("d%Y%m%d")
    mine, near = digest(f"a {address}"), digest(f"n {network_of(address)}")
    every = _all()
    who = [mine, mine, near, every[mine[0] % BUCKETS]]
    ends = at + timedelta(hours=2)
    return {
        "address": mine, "network": near, "hour": hour, "day": day, "all": every, "who": who,
        "span": [hour, day, hour, hour], "units": [units] * 4, "until": [ends, at + timedelta(days=2), ends, ends],
    }  # fmt: skip


def _guarded(everybody: int, live: int, alarm_at: datetime | None, at: datetime) -> bool:
    rules = law().publication.brake
    loud = everybody > max(rules["alarm_least"], live * rules["alarm_share"] // 100)
    return loud or (alarm_at is not None and alarm_at > at - timedelta(hours=1))


def use_of(address: str | None, at: datetime) -> Use:
    """What an address and its network have used; writes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, _rows(address, at, 0))
        mine, day, near, every, live, alarm_at = cursor.fetchone()
    return Use(mine, day, near, _guarded(every, live, alarm_at, at))


def enter(*, token: str, answer: str, sid: str, address: str | None, at: datetime) -> Use:
    """Use a puzzle or ticket once and count the look; Refused when it may not go on."""
    rules = law().publication.brake
    kind, level, age, mark = _read(token, sid, at)
    if kind == TICKET and age < level:
        raise Refused(Refusal("brake.wait", seconds=level - age))
    if kind == PUZZLE and not solved(token, answer, level):
        raise Refused(Refusal("brake.again"))
    units = 1 + (rules["slow_cost"] if kind == TICKET else 0)
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, {**_rows(address, at, units), "token": mark, "dies": at + LIVES})
        first, mine, day, near, every, live, alarm_at = cursor.fetchone()
    use = Use(mine, day, near, _guarded(every, live, alarm_at, at))
    _within(use, units, at)
    # A puzzle kept since quieter times is too easy now. Its own look is not held against it.
    before = Use(mine - units, day, max(near - units, 0), use.guarded)
    if not first or (kind == PUZZLE and level < before.bits):
        raise Refused(Refusal("brake.again"))
    if use.guarded:
        charge(address=address, at=at, cards=rules["guarded_cost"])
    return use


def _within(use: Use, units: int, at: datetime) -> None:
    rules = law().publication.brake
    over_hour = use.address > rules["hour_address"] or use.network > rules["hour_network"]
    waits_out = use.guarded and use.address - units >= rules["heavy"]
    if use.day > rules["day_address"] or over_hour or waits_out:
        raise Refused(Refusal("brake.later", minutes=60 - at.astimezone(IST).minute))


def charge(*, address: str | None, at: datetime, cards: int) -> None:
    """Count the cards that were shown."""
    if cards:
        with connection.cursor() as cursor:
            asked = {**_rows(address, at, cards), "token": secrets.token_bytes(_MARK), "dies": at}
            cursor.execute(_ENTER, asked)


def watch(*, at: datetime) -> bool:
    """Count live cards, sound or end the alarm (the ministry is told once), forget old counts."""
    local = at.astimezone(IST)
    Tally.objects.filter(until__lt=at).delete()
    UsedToken.objects.filter(until__lt=at).delete()
    shown = Tally.objects.filter(span=local.strftime("h%Y%m%d%H"), who__in=_all()).values_list("units", flat=True)
    row, _ = Watch.objects.get_or_create(pk=1, defaults={"counted_at": at})
    row.live, row.counted_at = publish.live_count(at=at), at
    sounding = row.alarm_at is not None and row.alarm_at > at - timedelta(hours=1)
    if not sounding and _guarded(sum(shown), row.live, None, at):
        row.alarm_at, sounding = at, True
        for office in Office.objects.filter(kind="ministry", valid_to=None)[:1]:
            notices.tell(to_no=office.no, code="brake.alarm", matter_id=None, number="", at=at)
    row.save()
    return sounding
