"""Takes an outside set of records into a database of its own, to be asked by match_query."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vatsalya.lib.clock import now
from vatsalya.matching.bulk import outside, own
from vatsalya.matching.bulk.files import BadFile
from vatsalya.matching.bulk.parallel import peak_mb


class Command(BaseCommand):
    help = "match_import FILE.parquet|csv [--json]; the columns stand in docs/matching.md."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--into", default="outside", help="a name of its own, or `register` on a demonstration")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            choose(options["into"])
            found = outside.take(file, at=now(), adding=options["into"] == "register")
        except (BadFile, own.NoOwner) as wrong:
            raise CommandError(str(wrong)) from wrong
        found |= {"into": options["into"], "peak_mb": peak_mb()}
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for one in found["refusals"]:
            self.stderr.write(f"row {one['row']} ({one['id']}): {one['column']} {one['why']}")
        self.stdout.write(
            f"{found['loaded']:,} loaded, {found['refused']:,} refused, {found['notes']:,} values left out; "
            f"{found['records_a_second']:,} a second, {found['bytes_a_record']:,} bytes a record"
        )


def choose(into: str) -> None:
    """Work in a database of its own; in the register only on a demonstration."""
    if into != "register":
        own.use(f"vatsalya_{into}")
    elif not (settings.DEBUG or settings.DEMO or getattr(settings, "TESTING", False)):
        raise CommandError("This is a real register: outside records are not mixed with real children.")
