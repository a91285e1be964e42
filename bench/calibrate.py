"""Fits the chance of a score on held-out true and false pairs, and draws the distribution the two lines are set from.

    PYTHONPATH=src:. DJANGO_SETTINGS_MODULE=vatsalya.config.settings.test python -m bench.calibrate --records 100000

Fitted on one synthetic country, measured on another (other seed, no child in common); bench/match.py measures with a
third. `--write` puts the knots into matching/calibration.toml with their date and measured error.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from typing import Any

import numpy as np

from bench.in_memory import Register, made, measured
from vatsalya.matching import calibration, rules

FIRST = 5  # candidates of a search that a reviewer would see
FITTED_ON, MEASURED_ON = 41, 42
STEP = 1.0  # bits, of the distribution


def pairs(register: Register, lists: list[list[tuple[float, bool]]], first: int = FIRST) -> tuple[list, list]:
    """Scores less the register's prior, and the truth, of the first few candidates of each search."""
    prior = float(np.log2(max(register.size, calibration.SMALLEST_REGISTER)))
    seen = [(bits - prior, right) for found in lists for bits, right in found[:first]]
    return [bits for bits, _ in seen], [right for _, right in seen]


def distribution(lists: list[list[tuple[float, bool]]]) -> list[tuple[float, float, float]]:
    """Of a thousand searches: pairs at each step of bits among those a reviewer would see, and how many are right."""
    counted: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for found in lists:
        for bits, right in found[:FIRST]:
            step = float(np.floor(bits / STEP) * STEP)
            counted[step][0] += 1
            counted[step][1] += right
    share = 1000 / max(1, len(lists))
    return [(step, round(n * share, 2), round(right * share, 2)) for step, (n, right) in sorted(counted.items())]


def run(*, records: int, asked: int) -> dict[str, Any]:
    """Fit on one country, measure on another."""
    fit_on, asks = made(records, asked, FITTED_ON)
    values, truths = pairs(fit_on, measured(fit_on, asks)[1])
    bits, odds = calibration.fitted(values, truths)
    fresh = calibration.Calibration(calibration.standard().valid_from, "", np.array(bits), np.array(odds))
    register, asks = made(records, asked, MEASURED_ON)
    groups, lists = measured(register, asks)
    told = [(fresh.chance(b, register.size), right) for found in lists for b, right in found[:FIRST]]
    old = [(rules.probability(b, register.size), right) for found in lists for b, right in found[:FIRST]]
    return {
        "records": records,
        "searches": len(asks),
        "bits": bits,
        "odds": odds,
        "calibration_error": round(calibration.error(*zip(*told, strict=True)), 4),
        "calibration_error_of_the_present": round(calibration.error(*zip(*old, strict=True)), 4),
        "recall": groups,
        "distribution": distribution(lists),
    }


def written(found: dict[str, Any], day: str) -> str:
    """The file's text."""
    basis = (
        f"isotonic regression over the first {FIRST} candidates of {found['searches']} searches among "
        f"{found['records']:,} synthetic entries (seed {FITTED_ON}); expected calibration error "
        f"{found['calibration_error']} in a country of another seed ({MEASURED_ON}); bench/calibrate.py"
    )
    lines = [
        "# log2 odds that a pair is one child, by bits less log2 of the register size. Written by bench/calibrate.py."
    ]
    lines += [f"valid_from = {day}", f"basis = {json.dumps(basis)}"]
    lines += [f"bits = {found['bits']}", f"odds = {found['odds']}"]
    rows = ",\n".join(f"  [{a:g}, {n:g}, {right:g}]" for a, n, right in found["distribution"])
    lines += ["# Of a thousand searches: bits, pairs a reviewer would see, of them the same child."]
    return "\n".join([*lines, f"distribution = [\n{rows},\n]"]) + "\n"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=2_500)
    parser.add_argument("--write", metavar="DAY", help="write matching/calibration.toml, dated this day")
    given = parser.parse_args()
    found = run(records=given.records, asked=given.queries)
    if given.write:
        calibration.FILE.write_text(written(found, given.write), encoding="utf-8")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
