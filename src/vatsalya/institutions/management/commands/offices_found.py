"""Founds a State's real offices and homes from a list; run again it adds what is new and corrects names."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vatsalya.institutions.actions import COLUMNS, UNIT_COLUMNS, BadLine, found, read
from vatsalya.lib.clock import IST, now


class Command(BaseCommand):
    help = f"Offices from a CSV. Columns: {', '.join(COLUMNS)}; for homes also {', '.join(UNIT_COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            result = found(lines=read(file), on=now().astimezone(IST).date(), dry_run=options["dry_run"])
        except (BadLine, OSError, UnicodeDecodeError) as bad:
            raise CommandError(f"{file.name}: {bad}") from bad
        if options["json"]:
            self.stdout.write(json.dumps(result.__dict__, ensure_ascii=False))
        else:
            self.stdout.write(f"{result.new} new, {result.changed} corrected, {result.same} as before")
        if result.wrong:
            raise CommandError("Nothing was kept.\n" + "\n".join(result.wrong[:50]))
