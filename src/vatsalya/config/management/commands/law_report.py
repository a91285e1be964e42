"""Counts the law data and says what is wrong or unverified in it."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vatsalya.config.start import law_problems
from vatsalya.law.check import report
from vatsalya.law.load import law
from vatsalya.mis.report import indicators


class Command(BaseCommand):
    help = "Forms, clocks, machines, moves, roles, indicators; missing Hindi; unverified entries."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = report(law(), indicators=len(indicators())) | {"problems": law_problems()}
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for key, value in found.items():
                self.stdout.write(f"{key}: {', '.join(value) if isinstance(value, list) else value}")
        if found["problems"]:
            sys.exit(1)
