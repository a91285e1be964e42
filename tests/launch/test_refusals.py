"""What is wrong with the machine is said in two lines, English and Hindi, each with the cure."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.launch import binaries, place, serve
from scripts.launch.problem import Problem
from scripts.launch.user import me


def start(what: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The launcher as a user starts it."""
    words = [sys.executable, "-m", "scripts.launch", *what.split()]
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(words, cwd=place.ROOT, env=given | env, capture_output=True, text=True, check=False)


def test_a_port_that_is_taken_is_told_before_anything_is_made(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        done = start("demo", PORT=str(number), DATA=str(data))
    assert done.returncode == 1 and done.stdout == ""
    english, hindi = done.stderr.splitlines()
    assert f"Port {number}" in english and f"PORT={number + 1} make demo" in english
    assert "पोर्ट" in hindi
    assert list(data.iterdir()) == []


def test_a_second_demo_on_the_same_folder_is_told(data):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]
    with serve.only_demo(data):
        done = start("demo", PORT=str(free), DATA=str(data))
    assert done.returncode == 1 and done.stdout == ""
    english, hindi = done.stderr.splitlines()
    assert "already runs" in english and "DATA=" in english and "पहले से" in hindi
    assert [file.name for file in data.iterdir()] == ["demo.lock"]


def test_a_command_on_a_database_without_tables_names_the_cure(data):
    done = start("manage demo_country --children 200", DATA=str(data), VATSALYA_DEMO="1")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    english, hindi = done.stderr.splitlines()[-2:]
    assert "./vatsalya prepare" in english and "./vatsalya prepare" in hindi and "तालिकाएँ" in hindi


@pytest.mark.parametrize("given", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(given, data):
    done = start("demo", PORT=given, DATA=str(data))
    assert done.returncode == 1 and f"PORT={given} is not a port" in done.stderr


def test_a_folder_that_cannot_be_written_is_told(data):
    (data / "file").touch()
    with pytest.raises(Problem, match="Cannot write into .*file.*DATA=/path make demo"):
        place.data_folder(data / "file")


def test_a_disk_that_is_nearly_full_is_told_with_the_numbers(data, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 10**12, 400 * 1024**2))
    with pytest.raises(Problem, match=r"400 MB free at .*, 1000 MB needed"):
        place.need_disk(data, new=True)
    place.need_disk(data, new=False)


def test_production_without_a_database_is_refused(data):
    done = start("serve", DATA=str(data))
    assert done.returncode == 1 and "DATABASE_URL is missing" in done.stderr


def test_a_postgresql_that_is_too_old_is_refused(data, monkeypatch):
    for name in ("postgres", "initdb"):
        (data / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.2'\n")
        (data / name).chmod(0o755)
    monkeypatch.setenv("VATSALYA_POSTGRES", str(data))
    with pytest.raises(Problem, match=r"PostgreSQL 14 is too old: 15 or newer.*apt install postgresql"):
        binaries.find(user=me(), home=data)


def test_without_any_postgresql_the_package_is_named(data, monkeypatch):
    monkeypatch.setattr(binaries, "DEBIAN", data)
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match="apt install postgresql"):
        binaries.find(user=me(), home=data)


def test_debians_newest_is_taken_where_the_wheel_does_not_run(data, monkeypatch):
    for major in ("9", "15", "17"):
        folder = data / major / "bin"
        folder.mkdir(parents=True)
        for name in ("postgres", "initdb"):
            (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.1 (Debian)'\n")
            (folder / name).chmod(0o755)
    monkeypatch.setattr(binaries, "DEBIAN", data)
    monkeypatch.setattr(binaries, "_wheel", lambda user, home: [Path("/nowhere")])
    assert binaries.find(user=me(), home=data) == binaries.Binaries(data / "17" / "bin", 17)


def test_an_unknown_check_is_told():
    done = start("tests nonsense")
    assert done.returncode == 1 and "No check is called nonsense" in done.stderr
