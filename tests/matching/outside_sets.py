"""Outside sets for the tests, and how a person runs the commands on them."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from vatsalya.matching.record import Record

ROOT = Path(__file__).parents[2]
COLUMNS = (
    "id", "kind", "name", "father", "mother", "sex", "age", "age_basis", "report_date", "event_district",
    "home_district", "place", "height", "marks", "languages",
)  # fmt: skip


def command(*words: str, into: str, data: Path) -> subprocess.CompletedProcess[str]:
    """`./vatsalya …` in a database of its own."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.dev", "DATA": str(data)}
    env.pop("VATSALYA_DB_ROLE", None)
    words = (sys.executable, "manage.py", *words, "--into", into)
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)


def told(*words: str, into: str, data: Path) -> dict[str, Any]:
    """What the command says in JSON; fails when the command does."""
    done = command(*words, "--json", into=into, data=data)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def cells(record: Record) -> dict[str, Any]:
    """A record as an outside set would write it."""
    marks = [dict(zip(("kind", "part", "side", "text"), mark, strict=True)) for mark in record.marks]
    return {
        "id": str(record.id), "kind": record.side, "name": "; ".join(record.names), "father": record.father or "",
        "mother": record.mother or "", "sex": record.sex or "", "age": record.age_value or "",
        "age_basis": record.age_basis, "report_date": record.event_on.isoformat(),
        "event_district": record.district_code or "", "home_district": record.home_district or "",
        "place": "; ".join(record.place_words), "height": record.height_cm or "",
        "marks": json.dumps(marks), "languages": "; ".join(record.languages),
    }  # fmt: skip


def save(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", extrasaction="raise")
        writer.writeheader()
        writer.writerows(rows)
    return path
