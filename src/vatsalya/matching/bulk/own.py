"""A database of its own for outside sets and benchmarks: the same tables and the same wall, nobody's register."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

WALL = sorted((Path(__file__).parents[1] / "sql" / "wall").glob("*.sql"))
INDEX = "matching_entry_keys"


class NoOwner(RuntimeError):
    """The owner's address is not known, or may not make a database."""


def address(name: str | None = None) -> str:
    """The owner's address, of this or of another database of the same server."""
    given = os.environ.get("OWNER_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    parts = urlsplit(given)
    return f"{parts.scheme}://{parts.netloc}{f'/{name}' if name else parts.path}?{parts.query}"


def use(name: str, *, fresh: bool = False) -> None:
    """From here on this process works in the database of that name, made if it is not there."""
    if not re.fullmatch(r"vatsalya_[a-z0-9_]{1,40}", name):
        raise NoOwner("a database of its own is called vatsalya_ and small letters")
    _make(name, fresh=fresh)
    connection.close()
    connection.settings_dict["NAME"] = name
    prepare()


def _make(name: str, *, fresh: bool) -> None:
    try:
        with psycopg.connect(address("postgres"), autocommit=True) as owner:
            if fresh:
                owner.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
            if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                owner.execute(_named("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name))
    except psycopg.Error as error:
        raise NoOwner(f"the owner cannot make the database {name}: {str(error).strip()[:200]}") from error


def _named(statement: LiteralString, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))


def prepare() -> None:
    """The matching tables and their wall, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    call_command("migrate", "matching", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for file in WALL:
            cursor.execute(file.read_text(encoding="utf-8"))


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """A plain connection as the owner, to the database this process works in; commits at the end."""
    with psycopg.connect(address(connection.settings_dict["NAME"])) as opened:
        yield opened


def bind() -> None:
    """This transaction is a machine duty: it may search without an hourly limit, and each search is written down."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.realms', '{missing,cncp}', true), set_config('app.account', '', true), "
            "set_config('app.posting', '', true)"
        )
