"""Proves the audit whole, or names the first broken event (exit 1)."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vatsalya.audit.seal import seal
from vatsalya.audit.verify import verify_all
from vatsalya.lib.clock import now


class Command(BaseCommand):
    help = "Checks every event, value, number, signed head and published head."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        while seal(at=now()):
            pass
        report = verify_all()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict()))
        elif report.ok:
            self.stdout.write(f"ok: {report.events} events, whole")
        else:
            self.stdout.write(f"BROKEN: {report.first_broken} ({report.events} events before it are whole)")
        if not report.ok:
            sys.exit(1)
