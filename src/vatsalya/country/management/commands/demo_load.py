"""Fills the demo once: a small synthetic country, its figures counted. Does nothing the second time."""

from argparse import ArgumentParser
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from vatsalya.country import board, cards, work
from vatsalya.country.load import AlreadyThere, load
from vatsalya.lib.clock import IST, ist_date, now
from vatsalya.mis import engine

CHILDREN = 2000


class Command(BaseCommand):
    help = "The demo's synthetic country (as the owner)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--children", type=int, default=CHILDREN)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration: invented children are not mixed with real ones.")
        today = datetime.combine(ist_date(now()), time(), IST)
        try:
            made = load(children=options["children"], seed=1, until=today, data=settings.DATA)
        except AlreadyThere:
            return
        with transaction.atomic():
            made["cards"] = cards.publish(at=now())
            made["open work"] = work.begin(at=now())
            made["cases of the Board"] = board.begin(at=now())
        engine.refresh(at=now())
        self.stdout.write(", ".join(f"{kind} {number:,}" for kind, number in made.items()))
