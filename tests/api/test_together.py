"""The same call by eight threads in the same instant: one report, one answer."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, drop_database, make_database, url


@pytest.fixture(scope="module")
def found(tmp_path_factory: Any) -> Iterator[dict[str, Any]]:
    """What came of it, on a database of its own: here the transactions are real ones."""
    name = f"{os.environ.get('VATSALYA_TEST_DB', 'vatsalya_test')}_api"
    make_database(name)
    env = {**os.environ, "DATABASE_URL": url("app", name), "OWNER_DATABASE_URL": url("owner", name)}
    env |= {"DATA": str(tmp_path_factory.mktemp("api")), "VATSALYA_DB_ROLE": "app"}
    env |= {"DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.test", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("together.py"))],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "FOUND" in done.stdout, done.stderr[-4000:]
    yield json.loads(done.stdout.partition("FOUND")[2])
    drop_database(name)


def test_one_idempotency_key_eight_times_at_once_is_one_report_and_one_answer(found: dict[str, Any]) -> None:
    assert found["same"] == {"statuses": {"201": 8}, "answers": 1, "reports": 1, "events": 1}


def test_one_idempotency_key_eight_times_at_once_is_one_found_child(found: dict[str, Any]) -> None:
    assert found["found"] == {"statuses": {"201": 8}, "answers": 1, "records": 1, "cases": 1}


def test_one_signature_eight_times_at_once_is_let_in_once(found: dict[str, Any]) -> None:
    assert found["replayed"] == {"200": 1, "401": 7}


def test_two_versions_at_once_are_one_change_and_one_conflict(found: dict[str, Any]) -> None:
    assert found["versions"] == {"200": 1, "409": 7}


def test_an_event_is_sent_once_by_four_workers_at_once(found: dict[str, Any]) -> None:
    assert found["workers"] == {"sent": 1, "got": 1}
