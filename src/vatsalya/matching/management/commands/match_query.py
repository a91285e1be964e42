"""Answers a file of queries against what match_import took in."""

import json
import statistics
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vatsalya.matching import block
from vatsalya.matching.bulk import outside, own
from vatsalya.matching.bulk.files import BadFile
from vatsalya.matching.record import SIDES

from .match_import import choose


class Command(BaseCommand):
    help = "match_query FILE --top 50 --json; the same columns as match_import, one query a row."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--top", type=int, default=50)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--into", default="outside", help="the name given to match_import")
        parser.add_argument("--kind", choices=SIDES, default="found", help="of rows that name none")
        parser.add_argument(
            "--against", help="kinds to search, with commas; otherwise what the kind is searched against"
        )
        parser.add_argument("--budget", type=int, help="rows looked at, up to 3000; else as the size asks")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        against = tuple(options["against"].split(",")) if options["against"] else None
        if against and not set(against) <= set(SIDES):
            raise CommandError(f"--against knows {', '.join(SIDES)}")
        if not 1 <= options["top"] <= 500 or not 1 <= (options["budget"] or 1) <= block.NIGHTLY:
            raise CommandError("--top goes from 1 to 500, --budget from 1 to 3000")
        try:
            choose(options["into"])
            asked = outside.ask(
                file, top=options["top"], kind=options["kind"], against=against, budget=options["budget"]
            )
            self._tell(asked, as_json=options["json"])
        except (BadFile, own.NoOwner) as wrong:
            raise CommandError(str(wrong)) from wrong

    def _tell(self, asked: Any, *, as_json: bool) -> None:
        """One document, written as it grows: a large file of queries is never held in memory."""
        taken: list[float] = []
        refused: list[dict[str, Any]] = []
        if as_json:
            self.stdout.write('{"results": [', ending="")
        for answer in asked:
            if "error" in answer:
                refused.append(answer["error"])
                continue
            if as_json:
                self.stdout.write((",\n" if taken else "\n") + json.dumps(answer, ensure_ascii=False), ending="")
            else:
                self._lines(answer)
            taken.append(answer["ms"])
        told = {"queries": len(taken), "refused": len(refused), "refusals": refused[: outside.MOST_TOLD]}
        told |= {f"p{part}_ms": _at(taken, part) for part in (50, 95, 99)}
        if as_json:
            self.stdout.write("],\n" + json.dumps(told, ensure_ascii=False)[1:])
        else:
            self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _lines(self, answer: dict[str, Any]) -> None:
        self.stdout.write(f"{answer['id']}: {len(answer['candidates'])} candidates")
        for hit in answer["candidates"]:
            why = "; ".join(one["words"] for one in hit["reasons"][:3])
            self.stdout.write(f"  {hit['id']}  {hit['bits']} bits  {hit['probability']:.3f}  {hit['band']}  {why}")


def _at(taken: list[float], part: int) -> float:
    """A percentile of the times."""
    if len(taken) < 2:
        return round(taken[0], 1) if taken else 0.0
    return round(statistics.quantiles(taken, n=100, method="inclusive")[part - 1], 1)
