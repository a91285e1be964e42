"""The same act by four people in the same instant: it happens once, and the others are told."""

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
    name = f"{os.environ.get('VATSALYA_TEST_DB', 'vatsalya_test')}_together"
    make_database(name)
    env = {**os.environ, "DATABASE_URL": url("app", name), "OWNER_DATABASE_URL": url("owner", name)}
    env |= {"DATA": str(tmp_path_factory.mktemp("together")), "VATSALYA_DB_ROLE": "app"}
    env |= {"DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.test", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("together.py"))],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "FOUND" in done.stdout, done.stderr[-4000:]
    yield json.loads(done.stdout.partition("FOUND")[2])
    drop_database(name)


def test_a_form_sent_four_times_at_once_is_one_record_and_each_click_leads_to_it(found: dict[str, Any]) -> None:
    assert found["form"] == {"ended": {"302": 4}, "new": 1}


def test_one_child_in_six_forms_at_once_is_saved_once_and_the_others_are_told(found: dict[str, Any]) -> None:
    assert found["six"] == {"ended": {"302": 1, "422": 5}, "new": 1}


@pytest.mark.parametrize("step", ["confirm", "produce", "agree"])
def test_a_step_taken_four_times_at_once_is_taken_once(found: dict[str, Any], step: str) -> None:
    assert found[step]["ended"]["done"] == 1
    assert sum(found[step]["ended"].values()) == 4
    assert found[step]["moves"] == 1


def test_the_last_bed_ordered_fifty_times_at_once_is_given_once(found: dict[str, Any]) -> None:
    assert found["bed"] == {"ended": {"done": 1, "Refused": 49}, "there": 1}


def test_of_four_orders_signed_at_once_one_stands_and_none_was_replaced_unseen(found: dict[str, Any]) -> None:
    assert found["escort"] == {"ended": {"done": 1, "Refused": 3}, "moves": 1, "replaced": 0}
