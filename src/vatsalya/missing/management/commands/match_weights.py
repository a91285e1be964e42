"""Weights of the matching engine: estimated from decided pairs, shown, and put in force by a second person."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from vatsalya.access import session
from vatsalya.law.load import law
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Refused
from vatsalya.matching import actions, calibration, geo, learn, learned, queries, rules
from vatsalya.missing import decided


class Command(BaseCommand):
    help = "match_weights estimate [--by NAME] | show | approve --version N --by NAME [--anyway] | thresholds; --json."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """Here --version is the number of the weights and not of the framework."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["estimate", "show", "approve", "thresholds"])
        parser.add_argument("--by", default="", help="who proposes or approves; two different persons")
        parser.add_argument(
            "--version", type=int, dest="number", help="the proposal to approve; 0 goes back to the release"
        )
        parser.add_argument("--anyway", action="store_true", help="approve although held-out pairs are told no better")
        parser.add_argument("--sample", type=int, default=200, help="open entries whose candidates are compared")
        parser.add_argument(
            "--per-day", type=float, default=3, help="pairs that a district's officers can look at in a day"
        )
        parser.add_argument("--searches", type=float, default=1000, help="searches a day in the whole country")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic(), session.engine():
                found = getattr(self, f"_{options['what']}")(options)
        except (Refused, learn.TooFew) as refused:
            codes = getattr(refused, "codes", [])
            raise CommandError("; ".join(law().words(code, "en") for code in codes) or str(refused)) from refused
        self.stdout.write(json.dumps(found, default=str, ensure_ascii=False, indent=None if options["json"] else 2))

    def _estimate(self, options: dict[str, Any]) -> dict[str, Any]:
        """Propose shifts from the decided pairs; scores stay as they are."""
        pairs, without = decided.pairs()
        blocked = [learn.Pair(levels, bits, size) for levels, bits, size in queries.blocked_pairs(options["sample"])]
        made = learn.estimate(pairs, blocked, learned.now(), chance=rules.probability)
        report = made.report | {"decided_before_levels_were_kept": without}
        by = options["by"] or "console"
        number = actions.propose_weights(learned=made.learned, report=report, by=by, at=now())
        return {"version": number, "in_force": learned.now().version, "learned": made.learned, "report": report}

    def _show(self, options: dict[str, Any]) -> dict[str, Any]:
        """What is in force, and every proposal."""
        return {"in_force": learned.now().version, "versions": learned.versions(options["number"])}

    def _approve(self, options: dict[str, Any]) -> dict[str, Any]:
        """Put a proposal in force: every process uses it from its next search on."""
        if options["number"] is None or not options["by"]:
            raise CommandError("approve needs --version and --by")
        weights = actions.approve_weights(
            version=options["number"], by=options["by"], at=now(), anyway=options["anyway"]
        )
        return {"in_force": weights.version, "approved_by": options["by"]}

    def _thresholds(self, options: dict[str, Any]) -> dict[str, Any]:
        """Both lines as reviewers' capacity gives them, beside those in force."""
        scale = options["searches"] / 1000
        rows = [(bits, n * scale, right * scale) for bits, n, right in calibration.standard().distribution]
        lines = rules.thresholds(rows, len(geo.districts()), options["per_day"])
        return {
            "derived": lines,
            "in_force": {"review": rules.REVIEW, "alert": rules.ALERT},
            "districts": len(geo.districts()),
        }
