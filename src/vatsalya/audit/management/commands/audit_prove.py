"""Proves that one event stands in the sealed trail; or checks such a proof (exit 1 when it does not hold)."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vatsalya.audit.prove import NotSealed, holds, prove


class Command(BaseCommand):
    help = "audit_prove EVENT prints a proof (JSON); audit_prove --check FILE --key HEX checks one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("event", type=int, nargs="?")
        parser.add_argument("--check", type=Path)
        parser.add_argument("--key", help="the public key as the authority got it, never as the proof says it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["check"], options["key"] or "")
        elif options["event"] is None:
            raise CommandError("give the number of an event, or --check FILE --key HEX")
        else:
            try:
                self.stdout.write(json.dumps(prove(options["event"]), ensure_ascii=False))
            except NotSealed as no:
                raise CommandError(str(no)) from no

    def _check(self, file: Path, public_key: str) -> None:
        try:
            whole = holds(json.loads(file.read_text(encoding="utf-8")), public_key=public_key)
        except (OSError, ValueError, KeyError, TypeError) as bad:
            raise CommandError(f"{file.name} is not a proof: {bad}") from bad
        self.stdout.write(json.dumps({"ok": whole}))
        if not whole:
            sys.exit(1)
