"""The tests' own PostgreSQL database: made by the owner, used as the app role, walls up."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
AT = datetime(2026, 11, 12, 6, 30, tzinfo=UTC)


def url(role: str, name: str) -> str:
    """The address of a database on the tests' server for one of its roles."""
    variable = {"app": "DATABASE_URL", "owner": "OWNER_DATABASE_URL", "sealer": "SEALER_DATABASE_URL"}[role]
    parts = urlsplit(os.environ[variable])
    return f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"


def drop_database(name: str) -> None:
    """Drop it with whoever is still in it.

    FORCE ends sessions as the owner, and is refused while the server's own autovacuum is in the database
    (that worker is nobody's but the superuser's); it leaves by itself a moment later.
    """
    for _ in range(100):
        try:
            with psycopg.connect(url("owner", "postgres"), autocommit=True) as owner:
                owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.2)
    raise AssertionError(f"{name} is in use by somebody the owner may not end")


def make_database(name: str) -> None:
    """A fresh database with tables, walls and places, as `make demo` makes it."""
    drop_database(name)
    with psycopg.connect(url("owner", "postgres"), autocommit=True) as owner:
        owner.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    env = {**os.environ, "DATABASE_URL": url("app", name), "OWNER_DATABASE_URL": url("owner", name)}
    env |= {"VATSALYA_DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.dev"}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True, capture_output=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Every test sees the same prepared database and rolls its own work back."""
    from django.db import connections

    name = os.environ.get("VATSALYA_TEST_DB", "vatsalya_test")
    make_database(name)
    os.environ["VATSALYA_TEST_DB"] = name
    connections["default"].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections["default"].close()


@pytest.fixture(autouse=True)
def forget_offices() -> Iterator[None]:
    """Offices kept in memory are those of another test's transaction."""
    yield
    module = sys.modules.get("vatsalya.offices.queries")
    if module:
        module.by_no.cache_clear()


@pytest.fixture
def owner_sql(django_db_setup: None) -> Iterator[Callable[..., list]]:
    """Run SQL behind the portal's back, as the database's owner, outside the test's transaction."""
    with psycopg.connect(url("owner", os.environ["VATSALYA_TEST_DB"]), autocommit=True) as owner:

        def run(text: str, *values: Any) -> list:
            done = owner.execute(text, values or None)  # type: ignore[call-overload]
            return done.fetchall() if done.description else []

        yield run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system, one for all browser tests; without it they fail, they are never skipped."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()
