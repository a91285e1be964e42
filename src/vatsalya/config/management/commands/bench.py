"""Runs a benchmark of bench/ and prints what it saw."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

NAMES = ("journey", "match", "names", "nightly", "flood", "crawl", "audit")
#: Options of a number: name, what holds without it.
NUMBERS = {
    "rounds": 40, "records": 100_000, "events": 1_000_000, "queries": 500, "budget": 0, "reports": 5_000,
    "others": 100_000, "cards": 1000, "addresses": 50, "ceiling": 100, "seed": 7,
}  # fmt: skip


class Command(BaseCommand):
    help = (
        "bench journey | match --records N [--baselines none|fast|all] | names --records N | "
        "nightly --reports N --others M | flood --reports N | crawl --cards N --addresses M | audit --events N; --json."
    )
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--baselines", choices=("none", "fast", "all"), default="all")
        parser.add_argument("--again", action="store_true", help="match: the register of the last run")
        for name, usual in NUMBERS.items():
            parser.add_argument(f"--{name}", type=int, default=usual)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = self._all(options)[options["name"]]()
        except RuntimeError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=None if options["json"] else 2))

    def _all(self, given: dict[str, Any]) -> dict[str, Callable[[], dict[str, Any]]]:
        # beside the package: only this command needs them
        from bench import audit, crawl, flood, journey, match, names, nightly

        return {
            "journey": lambda: journey.run(rounds=given["rounds"]),
            "match": lambda: match.run(
                records=given["records"],
                asked=given["queries"],
                budget=given["budget"],
                seed=given["seed"],
                baselines=given["baselines"],
                ceiling=given["ceiling"],
                again=given["again"],
            ),
            "names": lambda: names.run(names=min(given["records"], 20_000), seed=given["seed"]),
            "nightly": lambda: nightly.run(reports=given["reports"], others=given["others"], seed=given["seed"]),
            "flood": lambda: flood.run(reports=given["reports"]),
            "crawl": lambda: crawl.run(cards=given["cards"], addresses=given["addresses"]),
            "audit": lambda: audit.run(events=given["events"]),
        }
