"""Runs a benchmark of bench/ and prints what it saw."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

#: What each benchmark needs from the command line.
NAMES = ("journey", "match", "audit", "nightly")


class Command(BaseCommand):
    help = (
        "bench journey | bench match --records N [--baselines none|fast|all] | "
        "bench nightly --reports N --others M | bench audit --events N; --json."
    )
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--rounds", type=int, default=40)
        parser.add_argument("--records", type=int, default=100_000)
        parser.add_argument("--events", type=int, default=1_000_000)
        parser.add_argument("--queries", type=int, default=500)
        parser.add_argument("--budget", type=int, default=800)
        parser.add_argument("--baselines", choices=("none", "fast", "all"), default="all")
        parser.add_argument("--ceiling", type=int, default=100, help="queries for which all pairs are scored")
        parser.add_argument("--reports", type=int, default=5_000)
        parser.add_argument("--others", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = self._run(options)
        except RuntimeError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=None if options["json"] else 2))

    def _run(self, given: dict[str, Any]) -> dict[str, Any]:
        from bench import audit, journey, match, nightly  # beside the package: only this command needs them

        if given["name"] == "match":
            return match.run(
                records=given["records"],
                asked=given["queries"],
                budget=given["budget"],
                seed=given["seed"],
                baselines=given["baselines"],
                ceiling=given["ceiling"],
            )
        if given["name"] == "nightly":
            return nightly.run(reports=given["reports"], others=given["others"], seed=given["seed"])
        return audit.run(events=given["events"]) if given["name"] == "audit" else journey.run(rounds=given["rounds"])
