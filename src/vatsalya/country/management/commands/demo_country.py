"""Fills the database with invented offices and children, of any size, the same for a seed."""

import json
from argparse import ArgumentParser
from datetime import datetime, time
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vatsalya.country.load import AlreadyThere, load
from vatsalya.lib.clock import IST, ist_date, now


class Command(BaseCommand):
    help = "Loads a synthetic country (as the owner); the true pairs go to DATA/country/truth.jsonl."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--children", type=int, default=2000, help="from 200 to 10 million")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--until", type=datetime.fromisoformat, help="last day; today if not given")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or settings.DEMO or getattr(settings, "TESTING", False)):
            raise CommandError("This is not a demonstration: invented children are not mixed with real ones.")
        if not 200 <= options["children"] <= 10_000_000:
            raise CommandError("--children goes from 200 to 10,000,000")
        day = options["until"].date() if options["until"] else ist_date(now())
        start = perf_counter()
        try:
            made = load(
                children=options["children"],
                seed=options["seed"],
                until=datetime.combine(day, time(), IST),
                data=settings.DATA,
            )
        except AlreadyThere:
            raise CommandError(
                "A country with this seed is here already; take another --seed, or a fresh DATA=."
            ) from None
        told: dict[str, Any] = made | {"seconds": round(perf_counter() - start, 1)}
        self.stdout.write(json.dumps(told) if options["json"] else ", ".join(f"{k} {v:,}" for k, v in told.items()))
