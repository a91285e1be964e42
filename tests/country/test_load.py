"""A country in the database stands behind the walls like officers' own records, and its truth stays outside."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import ROOT, drop_database, make_database, url
from vatsalya.country import truth

CHILDREN = 600


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """The data folder of the load."""
    return tmp_path_factory.mktemp("country")


def _run(name: str, data: Path, *command: str, demo: str = "1") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DATABASE_URL": url("app", name), "OWNER_DATABASE_URL": url("owner", name)}
    env |= {"VATSALYA_DB_ROLE": "owner", "VATSALYA_DEMO": demo, "DATA": str(data)}
    env |= {"DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.dev"}
    whole = [sys.executable, "manage.py", *command]
    return subprocess.run(whole, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def _load(name: str, data: Path) -> subprocess.CompletedProcess[str]:
    return _run(name, data, "demo_country", f"--children={CHILDREN}", "--seed=5", "--json")


@pytest.fixture(scope="module")
def name() -> str:
    """A database of its own: a load commits."""
    return os.environ.get("VATSALYA_TEST_DB", "vatsalya_test") + "_country"


@pytest.fixture(scope="module")
def made(name, data) -> Iterator[dict[str, int]]:
    """What the command says it made."""
    make_database(name)
    done = _load(name, data)
    assert done.returncode == 0, done.stderr
    yield json.loads(done.stdout)
    drop_database(name)


@pytest.fixture
def ask(made, name) -> Iterator[Callable[..., list]]:
    """Ask the database as its owner."""
    with psycopg.connect(url("owner", name)) as owner:
        yield lambda text, *values: owner.execute(text, values or None).fetchall()


def test_the_command_tells_what_it_made(made):
    assert made["children"] == CHILDREN and made["offices"] > 10_000
    assert min(made["missing"], made["found"], made["calls"]) > 50


def test_every_record_is_a_matter_with_its_kinds_row(made, ask):
    kinds = dict(ask("SELECT kind, count(*) FROM matters_matter GROUP BY kind"))
    assert kinds == {
        "missing": made["missing"], "cncp": made["found"], "placement": made["found"], "helpline": made["calls"],
    }  # fmt: skip
    tables = ("missing_missingreport", "cncp_carecase", "placements_placement", "helpline_call")
    rows = [ask(f"SELECT count(*) FROM {table}")[0][0] for table in tables]
    assert rows == [made["missing"], made["found"], made["found"], made["calls"]]


def test_the_state_of_every_matter_is_that_of_its_last_move(ask):
    apart = ask(
        "SELECT count(*) FROM matters_matter m WHERE state IS DISTINCT FROM "
        "(SELECT to_state FROM matters_move v WHERE v.matter_id = m.id ORDER BY at DESC, id DESC LIMIT 1)"
    )
    assert apart == [(0,)]


@pytest.mark.parametrize(
    ("table", "key", "owner", "owner_key"),
    [
        ("matters_move", "matter_id", "matters_matter", "id"),
        ("matters_clock", "matter_id", "matters_matter", "id"),
        ("missing_missingreport", "matter_id", "matters_matter", "id"),
        ("cncp_carecase", "matter_id", "matters_matter", "id"),
        ("placements_placement", "matter_id", "matters_matter", "id"),
        ("people_vault", "child_id", "people_child", "id"),
    ],
)
def test_the_four_columns_are_those_of_the_owner(ask, table, key, owner, owner_key):
    apart = ask(
        f"SELECT count(*), count(*) FILTER (WHERE (a.unit_no, a.shared_with, a.realm, a.sealed) IS DISTINCT FROM "
        f"(b.unit_no, b.shared_with, b.realm, b.sealed)) FROM {table} a JOIN {owner} b ON b.{owner_key} = a.{key}"
    )[0]
    assert apart[0] > 0 and apart[1] == 0


def test_a_child_stands_where_the_matter_that_leads_it_stands(ask):
    apart = ask(
        "SELECT count(*) FROM people_child c JOIN matters_matter m ON m.child_id = c.id AND m.leads_child "
        "WHERE (m.unit_no, m.shared_with, m.realm) IS DISTINCT FROM (c.unit_no, c.shared_with, c.realm)"
    )
    assert apart == [(0,)]


def test_every_matter_is_owned_by_an_office_of_the_right_kind(ask):
    kinds = set(ask("SELECT m.kind, o.kind FROM matters_matter m JOIN offices_office o ON o.no = m.unit_no"))
    assert kinds == {("missing", "ps"), ("cncp", "cwc"), ("placement", "home"), ("helpline", "control_room")}


def test_the_walls_and_triggers_are_up_again_after_the_load(ask):
    assert ask("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND NOT relforcerowsecurity") == []
    assert ask("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'") == []


def test_the_app_role_sees_nothing_unbound(made, name):
    with psycopg.connect(url("app", name)) as app:
        assert app.execute("SELECT count(*) FROM matters_matter").fetchone() == (0,)


def test_open_reports_and_children_in_care_can_be_searched(ask):
    sides = dict(ask("SELECT side, count(*) FROM matching_entry WHERE open GROUP BY side"))
    opened = ask("SELECT count(*) FROM missing_missingreport WHERE traced_at IS NULL")[0][0]
    staying = ask("SELECT count(*) FROM placements_placement WHERE discharged_at IS NULL")[0][0]
    assert sides == {"missing": opened, "found": staying}


def test_an_unrecognised_child_hangs_on_two_persons_and_a_recognised_one_on_one(ask, made, data):
    pairs = [pair for pair in truth.read(data) if pair["kind"] == "same_child"]
    assert pairs
    for pair in pairs:
        rows = ask(
            "SELECT count(DISTINCT c.person_id) FROM matters_matter m JOIN people_child c ON c.id = m.child_id "
            "WHERE m.id = ANY (%s::uuid[])",
            [pair["left"], pair["right"]],
        )
        assert rows == [(1 if pair["recognised"] else 2,)]


def test_numbers_begin_after_the_invented_ones(ask):
    assert ask("SELECT count(*) FROM offices_serial WHERE last > 0")[0][0] > 10
    highest = ask("SELECT max(split_part(number, '-', 4)::int) FROM matters_matter")[0][0]
    assert ask("SELECT max(last) FROM offices_serial") == [(highest,)]


def test_the_same_country_is_refused_a_second_time(made, name, data):
    again = _load(name, data)
    assert again.returncode != 0 and "already" in again.stderr


def test_the_demos_people_are_appointed_after_the_load_too_and_once(made, name, data, ask):
    for _ in range(2):
        done = _run(name, data, "demo_settle")
        assert (done.returncode, done.stdout) == (0, "")
    assert ask("SELECT count(*) FROM accounts_account WHERE username = 'police.gaya'") == [(1,)]


def test_the_command_is_refused_where_real_children_are(made, name, data):
    done = _run(name, data, "demo_country", "--seed=6", demo="0")
    assert done.returncode != 0 and "not a demonstration" in done.stderr
