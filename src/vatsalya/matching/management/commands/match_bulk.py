"""Matches every missing report of a register with every other entry, on one machine or on Spark."""

import json
import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from vatsalya.matching import learned, rules
from vatsalya.matching.bulk import engines, own, rematch, tables
from vatsalya.matching.bulk.outside import given_ids
from vatsalya.matching.bulk.parallel import Progress, peak_mb

from .match_import import choose

EVERY = 1 << 30


class Command(BaseCommand):
    help = "match_bulk [--engine local|duckdb|spark] [--out PAIRS.csv] [--json]: all pairs of the register."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=engines.ENGINES, default="local")
        parser.add_argument("--into", default="outside", help="the name given to match_import, or `register`")
        parser.add_argument("--least", type=float, default=rules.REVIEW, help="bits from which a pair is told")
        parser.add_argument("--all", action="store_true", help="score every pair that shares a key (local engine)")
        parser.add_argument("--master", default="local[2]", help="where Spark runs")
        parser.add_argument("--memory", default="2GB", help="what DuckDB may use")
        parser.add_argument("--work", type=Path, help="keep the work here; run again it goes on where it stopped")
        parser.add_argument("--out", type=Path, help="write the pairs here as CSV")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = options["work"]
        folder = kept or Path(tempfile.mkdtemp(prefix="vatsalya-bulk-"))
        try:
            choose(options["into"])
            self._run(folder, options)
        except (own.NoOwner, engines.NoEngine) as wrong:
            raise CommandError(str(wrong)) from wrong
        finally:
            if not kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _run(self, folder: Path, options: dict[str, Any]) -> None:
        started, pairs = perf_counter(), 0
        out = options["out"].open("w", encoding="utf-8") if options["out"] else None
        try:
            if out:
                out.write("report,other,bits\n")
            for report, other, bits in scored(folder, options):
                pairs += 1
                if out:
                    out.write(f"{report},{other},{bits:.3f}\n")
        finally:
            if out:
                out.close()
        if options["out"]:
            _name(options["out"])
        took = perf_counter() - started
        told = {"engine": options["engine"], "pairs": pairs, "least": options["least"], "seconds": round(took, 1)}
        told |= {"peak_mb": peak_mb()}
        self.stdout.write(json.dumps(told) if options["json"] else ", ".join(f"{k} {v}" for k, v in told.items()))


def scored(folder: Path, options: dict[str, Any]) -> Iterator[engines.Scored]:
    """All pairs by the chosen engine."""
    if options["engine"] == "local":
        return _local(folder, options)
    with transaction.atomic():
        own.bind()
        tables.write(folder, Progress("tables"))
        asked: dict[str, Any] = {"least": options["least"], "weights": learned.now()}
    secret = settings.VATSALYA_MATCH_KEY
    if options["engine"] == "duckdb":
        return engines.duckdb(folder, secret, **asked, memory=options["memory"])
    return engines.spark(folder, secret, **asked, master=options["master"])


def _local(folder: Path, options: dict[str, Any]) -> Iterator[engines.Scored]:
    with transaction.atomic():
        own.bind()
        rematch.prepare(folder, Progress("others"))
    wide = {"limit": EVERY, "spread": EVERY, "most": EVERY} if options["all"] else {}
    for _ in rematch.run(folder, least=options["least"], progress=Progress("reports"), **wide):
        pass
    for one in rematch.answers(folder):
        for pair in one["pairs"]:
            yield one["report"], pair[0], pair[1]


def _name(path: Path) -> None:
    """The ids as the outside file gave them, in the place of ours; a thousand lines at a time."""
    half = path.with_suffix(".half")
    with path.open(encoding="utf-8") as lines, half.open("w", encoding="utf-8") as out:
        out.write(next(lines))
        while some := [line.rstrip("\n").split(",") for line in islice(lines, 1000)]:
            names = {str(key): given for key, given in given_ids([one for line in some for one in line[:2]]).items()}
            for report, other, bits in some:
                out.write(f"{_quoted(names.get(report, report))},{_quoted(names.get(other, other))},{bits}\n")
    half.rename(path)


def _quoted(given: str) -> str:
    escaped = given.replace('"', '""')
    return f'"{escaped}"'
