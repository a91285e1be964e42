"""The text-message gateway of this installation: a file says what it wants, no gateway is built in.

Each gateway names its fields otherwise, and in India each text needs the number under which the telecom
register (DLT) knows its wording. Both stand in the file that `SMS_GATEWAY` names; README, "Text messages".
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import urlencode

from vatsalya.lib import outgoing
from vatsalya.lib.errors import Refused

CODE_COUNTS, NEWS_COUNTS = timedelta(minutes=10), timedelta(days=2)
#: Every wording that is sent, and how long it is worth sending: a code that came too late only confuses.
TEMPLATES = {
    "citizen.code": CODE_COUNTS,
    "track.code": CODE_COUNTS,
    "citizen.received": NEWS_COUNTS,
    "citizen.answered": NEWS_COUNTS,
    "missing.registered": NEWS_COUNTS,
    "missing.found": NEWS_COUNTS,
    "missing.home": NEWS_COUNTS,
    "missing.again": NEWS_COUNTS,
    "missing.closed": NEWS_COUNTS,
    "account.reinvited": NEWS_COUNTS,
}
PLACES = {"phone", "text", "dlt", "unicode"}
DEVANAGARI = re.compile("[\u0900-\u097f]")


class Broken(Exception):
    """The file cannot be used; says which line of it and why."""


@dataclass(frozen=True)
class Gateway:
    """Where a message goes, in which form, and under which numbers of the telecom register."""

    url: str
    form: str = "json"
    headers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    templates: dict[str, Any] = field(default_factory=dict)

    def dlt(self, template: str, lang: str) -> str:
        """The register's number of a wording: one for all languages or one for each."""
        known = self.templates.get(template, "")
        return str(known.get(lang, "") if isinstance(known, dict) else known)

    def message(self, *, phone: str, template: str, text: str) -> tuple[bytes, dict[str, str]]:
        """Body and heads of one message."""
        lang = "hi" if DEVANAGARI.search(text) else "en"
        said = {"phone": phone, "text": text, "dlt": self.dlt(template, lang), "unicode": str(int(not text.isascii()))}
        filled = {name: value.format_map(said) for name, value in self.fields.items()}
        if self.form == "form":
            return urlencode(filled).encode(), {"Content-Type": "application/x-www-form-urlencoded"} | self.headers
        return json.dumps(filled).encode(), {"Content-Type": "application/json"} | self.headers


@lru_cache(maxsize=4)
def read(path: str) -> Gateway:
    """The gateway that a file describes; raises Broken."""
    try:
        said = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        found = Gateway(**said)
    except (OSError, ValueError, TypeError) as wrong:
        raise Broken(f"{path}: {wrong}") from None
    if wrong := problems(found):
        raise Broken(f"{path}: {'; '.join(wrong)}")
    return found


def problems(gateway: Gateway) -> list[str]:
    """What is wrong with it, in words for the person who wrote the file."""
    wrong = [] if gateway.form in ("json", "form") else ["form is json or form"]
    try:
        outgoing.check(gateway.url)
    except Refused:
        wrong.append("url needs https and an open host, or its host:port in EXCHANGE_INNER_HOSTS")
    used = {place for value in gateway.fields.values() for place in _places(value)}
    wrong += [f"fields: no value may hold {{{place}}}" for place in sorted(used - PLACES)]
    wrong += [f"fields: {{{place}}} is missing" for place in ("phone", "text") if place not in used]
    if "dlt" in used:
        numbers = [(one, lang) for one in TEMPLATES for lang in ("en", "hi") if not gateway.dlt(one, lang)]
        wrong += [f"templates: {one} has no number ({lang})" for one, lang in numbers]
    return wrong + [f"templates: {one} is never sent" for one in sorted(set(gateway.templates) - set(TEMPLATES))]


def _places(value: str) -> set[str]:
    """The places in a value that are filled in; a brace that is none is told as a place of no name."""
    try:
        return {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError:
        return {"?"}
