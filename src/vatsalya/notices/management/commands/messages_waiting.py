"""Tells how the text messages go: what waits, what was given up as too old."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vatsalya.lib.clock import now
from vatsalya.notices import queries


class Command(BaseCommand):
    help = (
        "Text messages that wait, were tried in vain or were given up; no number and no text. Exit 1: one waits long."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        told = queries.messages(at=now())
        self.stdout.write(json.dumps(told) if options["json"] else ", ".join(f"{k} {v}" for k, v in told.items()))
        if told["oldest_s"] > queries.LONG:
            raise SystemExit(1)
