"""A crawler with fifty addresses against an honest parent: what each gets of the public search in one hour.

Everything goes through the pages, by Django's own test client, in a database of its own that is taken away afterwards.
Puzzles are counted, not calculated: a browser needs two to the power of its bits hashes on average, and so many are
written down; all else is as in service. The crawler spreads over as many networks as it has addresses (the
worst case) or sits in one, and asks what tells most: every district, then every age and sex of it.
"""

import logging
import os
import platform
import random
import re
import statistics
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, product
from time import perf_counter
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from bench.audit import database
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.country.settle import settle
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date, now
from vatsalya.matters.models import Matter, Move
from vatsalya.missing import brake
from vatsalya.missing.card_models import PublicCard, Tally, UsedToken, Watch
from vatsalya.missing.models import MissingReport
from vatsalya.offices.models import Office
from vatsalya.people import vault
from vatsalya.people.models import Child, Person, Vault
from vatsalya.places.models import District

_CARD = re.compile(r"/seen-a-child/\?card=([0-9a-f-]{36})")
_PUZZLE, _BITS = re.compile(r'name="puzzle" value="([^"]+)"'), re.compile(r'data-puzzle="(\d+)"')
SEXES, HONEST_EVERY = ("boy", "girl"), 5


def _fill(cards: int, districts: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """So many public cards over so many districts, written as the rows that the officers' acts leave."""
    at, dice, truth = now(), random.Random(7), []  # noqa: S311
    office = Office.objects.filter(kind="ps").first()
    assert office is not None
    session.bind(machine("bench"), act="bench.crawl")
    for number in range(cards):
        state, district = districts[number % len(districts)]
        band, sex = dice.choice(law().publication.age_bands), dice.choice(SEXES)
        truth.append({"state": state, "district": district, "age": band[0], "sex": sex})
        _one(number, state, district, band, sex, office, at)
    return truth


def _one(number: int, state: int, district: int, band: tuple[int, int], sex: str, office: Office, at: Any) -> None:
    day = ist_date(at)
    child = Child.unscoped.create(
        person=Person.objects.create(), sex=sex, age_value=band[0], age_on=day, unit_no=office.no, realm="missing"
    )
    key = vault.new_key(child.pk)
    sealed = {"child": child, "key": key, "changed_at": at}
    Vault.unscoped.create(identity=vault.lock(child.pk, key, {}), **sealed)
    matter = Matter.unscoped.create(
        number=f"BENCH-{number}", kind="missing", state="REPORTED", office=office, unit_no=office.no, realm="missing",
        state_code=state, district_code=district, child=child, law_date=day, opened_at=at, changed_at=at,
    )  # fmt: skip
    Move.unscoped.create(matter=matter, name="register", from_state="", to_state="REPORTED", at=at, role="cwpo")
    MissingReport.unscoped.create(
        matter=matter, reported_at=at, last_seen_at=at, last_seen_state=state, last_seen_district=district
    )
    PublicCard.unscoped.create(
        matter=matter, stage="published", fields=["first_name", "age_band", "sex"],
        shown=vault.lock(child.pk, key, {"first_name": "Bench"}), sex=sex, age_from=band[0], age_to=band[1],
        state_code=state, district_code=district, last_seen_on=day, source_on=day, consent_on=day, consent_by="mother",
        consent_how="written", reason="for the benchmark", authority="sp", authority_no="1", authority_on=day,
        committee_needed=False, second_needed=False, until_on=day + timedelta(days=30), proposed_at=at,
        proposed_on=day, proposed_by=1, approved_by=2, published_at=at,
    )  # fmt: skip


class Visitor:
    """One address with one browser: asks, solves, reads."""

    def __init__(self, address: str) -> None:
        self.client = Client(REMOTE_ADDR=address, headers={"accept-language": "en"})
        self.hashes, self.stopped, self.page = 0, False, ""

    def ask(self, **choices: Any) -> tuple[int, set[str]]:
        """One look; the status and the ids of the cards shown."""
        self.page = self.page or self.client.get("/search/").content.decode()
        token, bits = _PUZZLE.search(self.page), _BITS.search(self.page)
        assert token and bits
        self.hashes += 2 ** int(bits[1])
        told = self.client.post("/search/", {"puzzle": token[1], "answer": "counted", "look": "1", **choices})
        self.page = told.content.decode()
        self.stopped = "much was looked at" in self.page
        return told.status_code, set(_CARD.findall(self.page))


def _greedy(districts: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """What a crawler asks: every district as a whole; when the alarm asks for all three, every group of it."""
    for state, district in districts:
        yield {"state": state, "district": district}
    for (state, district), (low, _high), sex in product(districts, law().publication.age_bands, SEXES):
        yield {"state": state, "district": district, "age": low, "sex": sex}


def _hour(addresses: list[str], districts: list[tuple[int, int]], truth: list[dict[str, Any]]) -> dict[str, Any]:
    """Everybody's hour at once: the crawler until each address is refused, an honest search in between."""
    for table in (Tally, UsedToken, Watch):
        table.objects.all().delete()
    brake.watch(at=now())
    crawlers, asks, got, looks, refused = [Visitor(a) for a in addresses], _greedy(districts), set[str](), 0, 0
    honest: list[tuple[bool, float, int]] = []
    for crawler in cycle(crawlers):
        if all(one.stopped for one in crawlers) or (choices := next(asks, None)) is None:
            break
        if crawler.stopped:
            continue
        status, cards = crawler.ask(**choices)
        got, looks, refused = got | cards, looks + 1, refused + (status != 200)
        if looks % HONEST_EVERY == 0:
            honest.append(_honest(len(honest), truth))
    return {
        "looks": looks,
        "refused": refused,
        "cards_got": len(got),
        "share_percent": round(100 * len(got) / len(truth), 1),
        "hashes": sum(one.hashes for one in crawlers),
        "alarm": brake.watch(at=now()),
        "honest": _told(honest),
    }


def _honest(number: int, truth: list[dict[str, Any]]) -> tuple[bool, float, int]:
    """Somebody at home who saw one child and knows place, age and sex: was it shown, in which time, how many hashes."""
    visitor, began = Visitor(f"198.{18 + number // 250}.{number % 250}.7"), perf_counter()
    status, cards = visitor.ask(**truth[number * 7 % len(truth)])
    return status == 200 and bool(cards), perf_counter() - began, visitor.hashes


def _told(honest: list[tuple[bool, float, int]]) -> dict[str, Any]:
    if not honest:
        return {"searches": 0}
    times = sorted(seconds for _, seconds, _ in honest)
    return {
        "searches": len(honest),
        "answered_percent": round(100 * sum(ok for ok, _, _ in honest) / len(honest), 1),
        "p50_ms": round(1000 * statistics.median(times)),
        "p95_ms": round(1000 * times[int(len(times) * 0.95)]),
        "hashes_mean": round(statistics.mean(hashes for _, _, hashes in honest)),
    }


def run(*, cards: int = 1000, addresses: int = 50) -> dict[str, Any]:
    """What fifty addresses get of so many cards in an hour: in networks of their own, and in one network."""
    hosts = [*settings.ALLOWED_HOSTS, "testserver"]
    logging.disable(logging.WARNING)  # every refusal would be a line
    counted = mock.patch.object(brake, "solved", lambda token, answer, bits: True)
    with database(), override_settings(ALLOWED_HOSTS=hosts, STORAGES=_PLAIN), counted:
        settle()
        districts = list(District.objects.filter(valid_to=None).order_by("pk").values_list("state_id", "code"))[:300]
        with transaction.atomic():
            truth = _fill(cards, districts)
        spread = _hour([f"203.{n}.113.9" for n in range(1, addresses + 1)], districts, truth)
        near = _hour([f"203.0.113.{n}" for n in range(1, addresses + 1)], districts, truth)
    return {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "cards": cards,
        "districts": len(districts),
        "addresses": addresses,
        "own_networks": spread,
        "one_network": near,
    }


#: The pages' style sheets need no fingerprints here.
_PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
