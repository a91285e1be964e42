"""Runs a benchmark of bench/ on this database and prints what it saw."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

#: What each benchmark needs from the command line.
NAMES = ("journey", "match", "audit", "flood")


class Command(BaseCommand):
    help = "bench journey | bench match --records N | bench audit --events N | bench flood --reports N; --json."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--rounds", type=int, default=40)
        parser.add_argument("--records", type=int, default=100_000)
        parser.add_argument("--events", type=int, default=1_000_000)
        parser.add_argument("--reports", type=int, default=10_000)
        parser.add_argument("--queries", type=int, default=500)
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        from bench import audit, flood, journey, match  # beside the package: only this command needs them

        try:
            if options["name"] == "match":
                found = match.run(
                    records=options["records"],
                    queries_asked=options["queries"],
                    budget=800,
                    seed=options["seed"],
                    keep=False,
                    wipe=False,
                )
            elif options["name"] == "audit":
                found = audit.run(events=options["events"])
            elif options["name"] == "flood":
                found = flood.run(reports=options["reports"])
            else:
                found = journey.run(rounds=options["rounds"])
        except RuntimeError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=None if options["json"] else 2))
