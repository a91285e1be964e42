"""A real server on a database of its own, and a real browser."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, make_database, url


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Portal:
    """The running portal of the browser tests."""

    def __init__(self, folder: Path, name: str) -> None:
        self.port, self.name = free_port(), name
        self.base = f"http://localhost:{self.port}"
        self.env = {
            **os.environ,
            "DATA": str(folder),
            "DATABASE_URL": url("app", name),
            "OWNER_DATABASE_URL": url("owner", name),
            "SEALER_DATABASE_URL": url("sealer", name),
            "DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.dev",
            "VATSALYA_DEMO": "1",
            "BASE_URL": self.base,
        }
        self.env.pop("VATSALYA_DB_ROLE", None)
        self.processes: list[subprocess.Popen] = []

    def run(self, *command: str) -> str:
        """Run a management command on this portal."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, check=False, capture_output=True, text=True
        )
        sys.stderr.write(done.stderr)
        return done.stdout

    def start(self) -> None:
        """Web server and worker."""
        self.run("collectstatic", "--noinput", "-v0")
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        web += ["--workers", "1", "--workers-kill-timeout", "3", "--no-ws", "vatsalya.config.wsgi:application"]
        for command in (web, [sys.executable, "manage.py", "work"]):
            self.processes.append(subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL))
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.base}/healthz", timeout=1)
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the portal did not start")

    def stop(self) -> None:
        """Stop everything."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=15)

    @cached_property
    def logins(self) -> dict[str, dict[str, Any]]:
        """The demo's logins; their six digits of this moment are `code`'s."""
        return {row["username"]: row for row in json.loads(self.run("demo_logins", "--json"))}

    def code(self, name: str) -> str:
        """The six digits that this person's telephone shows now."""
        from vatsalya.accounts.factors import code_now

        return code_now(self.logins[name]["secret"])


@pytest.fixture(scope="session")
def portal(tmp_path_factory: Any) -> Iterator[Portal]:
    """The portal with the offices and logins of the demo and nothing else in it."""
    name = os.environ.get("VATSALYA_TEST_DB", "vatsalya_test") + "_browser"
    running = Portal(tmp_path_factory.mktemp("data"), name)
    make_database(name)
    running.run("demo_settle")
    running.start()
    yield running
    running.stop()
