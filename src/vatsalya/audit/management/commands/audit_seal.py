"""The sealer process: one pass with --once, else every second."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vatsalya.audit.seal import seal
from vatsalya.lib.clock import now


class Command(BaseCommand):
    help = "Seals finished audit events into the signed tree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--every", type=float, default=1.0)

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            sealed = seal(at=now())
            if options["once"]:
                if not sealed:
                    return
            elif not sealed:
                time.sleep(options["every"])
