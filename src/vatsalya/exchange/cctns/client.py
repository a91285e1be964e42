"""Asking the police system (CCTNS) for an FIR: three seconds at most, and at once "no" when it is known to be down.

No interface of CCTNS is public. This is a profile of our own, described in docs/exchange.md; a State maps its
system to it. Least is asked and said: station code and FIR number, with a purpose and a receipt.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from vatsalya.lib import outgoing
from vatsalya.lib.ids import new_id

from ..breaker import Breaker, Open

SECONDS = 3.0
FIR_NO = re.compile(r"\d{1,5}/\d{4}")
breaker = Breaker()


class Down(Exception):
    """The police system does not answer; the officer writes by hand."""


class NotThere(Exception):
    """It answers, and has no such FIR of this station."""


@dataclass(frozen=True)
class Found:
    """An FIR as the police system gave it, with the receipt under which it was asked."""

    fir: dict[str, Any]
    receipt: str


def is_there() -> bool:
    """True when this installation has a police system to ask."""
    return bool(settings.CCTNS_URL)


def fir(*, station: str, fir_no: str, purpose: str = "search_for_child") -> Found:
    """One FIR of one station. Raises Down or NotThere."""
    said, receipt = _ask("/fir", {"station": station, "fir_no": fir_no}, purpose)
    if not isinstance(said, dict):
        raise NotThere
    return Found(said, receipt)


def missing_on(*, station: str, on: date) -> list[dict[str, Any]]:
    """The FIRs about missing children that a station registered on a day. Raises Down."""
    said, _receipt = _ask("/missing", {"station": station, "on": on.isoformat()}, "search_for_child")
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def tell(message: dict[str, Any]) -> None:
    """Give the police system a message of ours. Raises Down."""
    _ask("/link", {}, "search_for_child", json.dumps(message).encode())


def _ask(path: str, query: dict[str, str], purpose: str, body: bytes | None = None) -> tuple[Any, str]:
    receipt = str(new_id())
    url = settings.CCTNS_URL.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")
    headers = {"X-Purpose": purpose, "X-Receipt": receipt, "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    try:
        with breaker.asking():
            answer = outgoing.send(url, body=body, headers=headers, seconds=SECONDS)
            if answer.status != 404 and not 200 <= answer.status < 300:
                raise Down
            said = json.loads(answer.body) if answer.status == 200 and answer.body else None
    except (outgoing.Unreachable, Open, ValueError):
        raise Down from None
    if answer.status == 404:
        raise NotThere
    return said, receipt
