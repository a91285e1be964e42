"""Our own PostgreSQL: started by many at once, killed, refused when it would break Hindi."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen

import psycopg
import pytest

from scripts.launch import cluster, config, roles
from scripts.launch.cluster import Cluster
from scripts.launch.place import ROOT
from scripts.launch.problem import Problem

USER = """
import sys
from pathlib import Path
from scripts.launch.cluster import Cluster
with Cluster(Path(sys.argv[1]), durable=False) as found:
    print("up", flush=True)
    sys.stdin.readline()
print("left", flush=True)
"""


def somebody(data: Path) -> Popen[str]:
    """Another process that uses the database until it gets a line."""
    return Popen([sys.executable, "-c", USER, str(data)], cwd=ROOT, text=True, stdin=PIPE, stdout=PIPE)


def says(process: Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def leave(process: Popen[str]) -> None:
    process.communicate("\n", timeout=30)
    assert process.returncode == 0


def server(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def test_two_starters_share_one_server_and_the_last_one_stops_it(data):
    first, second = somebody(data), somebody(data)
    assert (says(first), says(second)) == ("up", "up")
    number = server(data)
    leave(first)
    assert Cluster(data).answers() and server(data) == number
    leave(second)
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_the_server_comes_back_after_kill_9_with_its_data(data):
    with Cluster(data) as found:
        with roles.connected(found.address(roles.OWNER)) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 'किशोरी' AS name")
        os.kill(server(data), signal.SIGKILL)
        found.bring_up()
        with roles.connected(found.address(roles.OWNER)) as owner:
            assert owner.execute("SELECT name FROM kept").fetchone() == ("किशोरी",)


def test_the_server_is_stopped_when_its_only_user_is_killed(made):
    process = somebody(made)
    assert says(process) == "up"
    process.kill()
    process.communicate()
    until = time.monotonic() + 20
    while (made / "postgres" / "postmaster.pid").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not (made / "postgres" / "postmaster.pid").exists()


def test_the_roles_have_the_rights_they_should_and_no_more(made):
    with Cluster(made, durable=False) as found:
        with roles.connected(found.address(roles.SUPER)) as connection:
            rows = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolcanlogin"
            ).fetchall()
            extensions = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
            connection.execute("CREATE ROLE stranger LOGIN")
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            psycopg.connect(found.address("stranger"))
        with roles.connected(found.address(roles.APP)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine (id int)")
        with roles.connected(found.address(roles.BACKUP)) as backup:
            assert backup.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
    assert sorted(rows) == [
        ("vatsalya_app", False, False, False, False),
        ("vatsalya_backup", False, True, False, False),
        ("vatsalya_owner", False, False, True, False),
        ("vatsalya_report", False, False, False, False),
        ("vatsalya_sealer", False, False, False, False),
        ("vatsalya_super", True, True, True, True),
    ]
    assert extensions >= set(roles.EXTENSIONS)


def test_nothing_listens_on_the_network(made):
    with Cluster(made, durable=False) as found, roles.connected(found.address(roles.APP)) as app:
        assert app.execute("SHOW listen_addresses").fetchone() == ("",)
        assert found.socket.stat().st_mode & 0o077 == 0


def test_a_database_in_locale_c_is_refused_with_its_cure_and_stopped(data, monkeypatch):
    words = config.initdb
    monkeypatch.setattr(config, "initdb", lambda *more: [*_without_locale(words(*more)), "--locale=C"])
    with pytest.raises(Problem, match=r"locale C: searching Hindi.*\n?.*Cure: createdb.*C\.UTF-8"):
        Cluster(data, durable=False).__enter__()
    assert not (data / "postgres" / "postmaster.pid").exists()


def _without_locale(words: list[str]) -> list[str]:
    return [word for word in words if "locale" not in word]


def test_the_cause_is_real_hindi_search_finds_nothing_in_locale_c(made):
    """If PostgreSQL learns to do it in C some day, the refusal may go."""
    with Cluster(made, durable=False) as found, roles.connected(found.address(roles.OWNER, "postgres")) as owner:
        owner.execute("CREATE DATABASE in_c TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")
        with roles.connected(found.address(roles.OWNER, "in_c")) as there:
            there.execute("CREATE EXTENSION pg_trgm")
            assert there.execute("SELECT show_trgm('किशोरी')").fetchone() == ([],)
            with pytest.raises(Problem, match="in_c has locale C"):
                roles.need_right_kind(there)


def test_data_of_another_version_is_refused_with_both_versions_named(made):
    version = Cluster(made).folder / "PG_VERSION"
    before = version.read_text()
    version.write_text("14\n")
    with pytest.raises(Problem, match=r"is of PostgreSQL 14, the programs are \d+"):
        Cluster(made, durable=False).__enter__()
    version.write_text(before)


def test_a_socket_folder_planted_by_somebody_else_is_refused(made):
    planted = Cluster(made).socket
    planted.symlink_to(made)
    with pytest.raises(Problem, match="belongs to somebody else"):
        Cluster(made, durable=False).__enter__()
    planted.unlink()


def test_a_half_made_cluster_is_made_again(data):
    (data / "postgres.new").mkdir()
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")
    with Cluster(data, durable=False) as found:
        assert found.answers()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_private_data_folder_is_left_closed_and_the_cluster_lies_elsewhere(data, tmp_path_factory, monkeypatch):
    elsewhere = data / "elsewhere"
    private = data / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(cluster, "ELSEWHERE", elsewhere)
    home = Cluster(private).home
    assert home.parent == elsewhere and Cluster(private).home == home
    assert private.stat().st_mode & 0o777 == 0o700


def test_the_given_database_is_checked_too(data):
    words = [sys.executable, "-m", "scripts.launch", "manage", "check"]
    env = {**os.environ, "DATA": str(data), "DATABASE_URL": "postgresql:///none?host=/nowhere"}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "DATABASE_URL does not answer" in done.stderr and "Traceback" not in done.stderr
