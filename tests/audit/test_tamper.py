"""Somebody who owns the database changes the trail behind the portal's back: each way is found and named."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import ROOT, drop_database, make_database, url
from vatsalya.audit.prove import holds

#: Reads, writes with values, and a refusal; sealed in three heads.
WRITTEN = """
SELECT audit_write(k, 'people_child', n::text, gen_random_uuid(), 'child.read', 'duty', b, 1, 1)
FROM generate_series(%s::int, %s::int) n,
LATERAL (SELECT (ARRAY['read', 'update', 'refusal'])[n %% 3 + 1] k) kinds,
LATERAL (SELECT CASE n %% 3 WHEN 1 THEN 'before-after' ELSE '' END b) bodies
"""


class Trail:
    """A small sealed trail in a database of its own, and its published heads."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name

    def sql(self, text: str, *values: Any) -> list:
        """Run as the owner, whom no trigger stops who switches it off."""
        with psycopg.connect(url("owner", self.name), autocommit=True) as owner:
            done = owner.execute(text, values or None)  # type: ignore[call-overload]
            return done.fetchall() if done.description else []

    def command(self, *words: str) -> str:
        """A management command on this database, as the sealer."""
        env = {**os.environ, "DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.dev"}
        env |= {f"{role}DATABASE_URL": url(way, self.name) for role, way in
                (("", "app"), ("OWNER_", "owner"), ("SEALER_", "sealer"))}  # fmt: skip
        env.pop("VATSALYA_DB_ROLE", None)
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.stdout, done.stderr
        return done.stdout

    def verify(self) -> dict[str, Any]:
        """What audit_verify says."""
        return json.loads(self.command("audit_verify", "--json"))


def sealed(trail: Trail, events: int) -> None:
    """Wait until so many are sealed: the sealer leaves out what is younger than any running transaction."""
    until = time.monotonic() + 30
    said = trail.verify()
    while said["events"] < events and time.monotonic() < until:
        said = trail.verify()
    assert said["ok"] and said["events"] >= events and said["unsealed"] == 0


@pytest.fixture(scope="module")
def whole(tmp_path_factory: Any) -> Iterator[Trail]:
    """Ninety events under three signed heads."""
    made = Trail(tmp_path_factory.mktemp("audit"), f"{os.environ.get('VATSALYA_TEST_DB', 'vatsalya_test')}_whole")
    make_database(made.name)
    for first in (1, 31, 61):
        made.sql(WRITTEN, first, first + 29)
        sealed(made, first + 29)
    yield made
    drop_database(made.name)


@pytest.fixture
def touched(whole: Trail, tmp_path: Path) -> Iterator[Trail]:
    """A copy of the trail, to be tampered with."""
    name = f"{whole.name}_touched"
    drop_database(name)
    with psycopg.connect(url("owner", "postgres"), autocommit=True) as owner:
        owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{whole.name}"')
    subprocess.run(["cp", "-r", f"{whole.folder}/.", str(tmp_path)], check=True)
    copy = Trail(tmp_path, name)
    copy.sql("ALTER TABLE audit_event DISABLE TRIGGER for_ever")
    yield copy
    drop_database(name)


COLUMNS = {
    "at": "at + interval '1 second'", "kind": "'x'", "table_name": "'x'", "row_id": "'x'", "child_id": "NULL",
    "account": "77", "posting": "77", "act": "'x'", "request_id": "'x'", "reason": "'x'", "digest": "'\\x00'",
    "txid": "txid + 1", "leaf": "'\\x00'",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_one_changed_column_of_one_event_is_named(touched: Trail, column: str) -> None:
    touched.sql(f"UPDATE audit_event SET {column} = {COLUMNS[column]} WHERE seq = 40")
    said = touched.verify()
    assert not said["ok"]
    assert said["first_broken"]["event"] == touched.sql("SELECT id FROM audit_event WHERE seq = 40")[0][0]


def test_of_two_changed_events_the_first_is_named(touched: Trail) -> None:
    touched.sql("UPDATE audit_event SET act = 'x' WHERE seq IN (70, 12)")
    assert touched.verify()["first_broken"]["event"] == touched.sql("SELECT id FROM audit_event WHERE seq = 12")[0][0]


def _gone(trail: Trail) -> None:
    trail.sql("DELETE FROM audit_event WHERE seq = 40")


def _renumbered(trail: Trail) -> None:
    trail.sql("DELETE FROM audit_event WHERE seq = 40")
    trail.sql("UPDATE audit_event SET seq = -seq WHERE seq > 40")
    trail.sql("UPDATE audit_event SET seq = -seq - 1 WHERE seq < 0")


def _swapped(trail: Trail) -> None:
    trail.sql("UPDATE audit_event SET seq = CASE seq WHEN 40 THEN -41 ELSE -40 END WHERE seq IN (40, 41)")
    trail.sql("UPDATE audit_event SET seq = -seq WHERE seq < 0")


def _forged(trail: Trail) -> None:
    """A new event under an old number: its own leaf agrees, the signed root does not."""
    trail.sql("UPDATE audit_event SET reason = 'no reason' WHERE seq = 40")
    trail.sql(
        "UPDATE audit_event e SET leaf = sha256('\\x00'::bytea || convert_to(audit_line(e), 'UTF8')) WHERE seq = 40"
    )


def _tail_cut(trail: Trail) -> None:
    trail.sql("DELETE FROM audit_event WHERE seq >= 60")


def _tail_cut_with_its_heads(trail: Trail) -> None:
    """The published heads, copied to another authority, know of them."""
    trail.sql("DELETE FROM audit_event WHERE seq >= 60")
    trail.sql("DELETE FROM audit_head WHERE size > 60")


def _values_changed(trail: Trail) -> None:
    trail.sql("UPDATE audit_value SET body = 'other' WHERE event_id = (SELECT min(event_id) FROM audit_value)")


def _head_changed(trail: Trail) -> None:
    trail.sql("UPDATE audit_head SET root = '\\x00' WHERE size = (SELECT min(size) FROM audit_head)")


def _sealed_by_another_key(trail: Trail) -> None:
    """Everything is written anew and signed, with a key that is not ours."""
    trail.sql("DELETE FROM audit_head")
    trail.sql("UPDATE audit_event SET seq = NULL, leaf = NULL")
    trail.sql("UPDATE audit_event SET reason = 'no reason' WHERE id = (SELECT min(id) FROM audit_event)")
    heads = trail.folder / "heads.jsonl"
    kept, key = heads.read_text(), trail.folder / "keys" / "audit_ed25519"
    key.unlink()
    assert "false" in trail.command("audit_verify", "--json") or heads.read_text() != kept
    heads.write_text(kept)


@pytest.mark.parametrize(
    "tamper",
    [_gone, _renumbered, _swapped, _forged, _tail_cut, _tail_cut_with_its_heads, _values_changed, _head_changed,
     _sealed_by_another_key],
)  # fmt: skip
def test_every_way_of_tampering_is_found(touched: Trail, tamper: Callable[[Trail], None]) -> None:
    assert touched.verify()["ok"], "the copy is whole before it is touched"
    tamper(touched)
    said = touched.verify()
    assert not said["ok"]
    assert said["first_broken"]["what"]


def test_erasing_the_values_of_a_child_leaves_the_proof_whole(touched: Trail) -> None:
    touched.sql("DELETE FROM audit_value")
    assert touched.verify()["ok"]


@pytest.mark.parametrize("role", ["app", "sealer"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET act = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event", "DELETE FROM audit_head",
     "UPDATE audit_value SET body = ''", "INSERT INTO audit_value (event_id, salt, body) VALUES (-1, '', '')",
     "ALTER TABLE audit_event DISABLE TRIGGER for_ever", "UPDATE audit_head SET size = size + 1"],
)  # fmt: skip
def test_neither_web_nor_sealer_can_change_what_happened(whole: Trail, role: str, statement: str) -> None:
    with psycopg.connect(url(role, whole.name), autocommit=True) as hand, pytest.raises(psycopg.Error):
        hand.execute(statement)  # type: ignore[call-overload]


def test_the_web_cannot_even_read_the_trail(whole: Trail) -> None:
    with psycopg.connect(url("app", whole.name), autocommit=True) as hand:
        for table in ("audit_event", "audit_value", "audit_head"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                hand.execute(f"SELECT 1 FROM {table}")  # type: ignore[call-overload]


def test_one_event_is_proved_to_somebody_who_has_only_the_key(whole: Trail) -> None:
    for event, *_ in whole.sql("SELECT id FROM audit_event WHERE seq IN (0, 1, 40, 63, 64, 89)"):
        proof = json.loads(whole.command("audit_prove", str(event)))
        assert holds(proof, public_key=proof["public_key"])
        for changed in (
            {"line": proof["line"].replace("duty", "none")},
            {"index": proof["index"] + 1},
            {"size": proof["size"] + 1},
            {"proof": proof["proof"][1:]},
            {"proof": ["00" * 32, *proof["proof"]]},
            {"signature": "00" * 64},
            {"root": "00" * 32},
        ):
            assert not holds(proof | changed, public_key=proof["public_key"]), changed
        assert not holds(proof, public_key="11" * 32)


def test_a_proof_on_paper_is_checked_by_the_command(whole: Trail, tmp_path: Path) -> None:
    event = whole.sql("SELECT id FROM audit_event WHERE seq = 12")[0][0]
    told, file = whole.command("audit_prove", str(event)), tmp_path / "proof.json"
    file.write_text(told)
    own = json.loads(told)["public_key"]
    assert json.loads(whole.command("audit_prove", "--check", str(file), "--key", own)) == {"ok": True}
    file.write_text(told.replace("duty", "none"))
    assert json.loads(whole.command("audit_prove", "--check", str(file), "--key", own)) == {"ok": False}
