"""The database and its roles, made by the bootstrap superuser; and the refusal of a database that breaks Hindi."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from .binaries import OLDEST, too_old
from .problem import Problem

NAME = "vatsalya"
SUPER = "vatsalya_super"
OWNER = "vatsalya_owner"
APP = "vatsalya_app"
SEALER = "vatsalya_sealer"
REPORT = "vatsalya_report"
BACKUP = "vatsalya_backup"
#: Only the backup sees past row security, and it cannot write.
ROLES = {
    OWNER: "NOBYPASSRLS CREATEDB",
    APP: "NOBYPASSRLS NOCREATEDB",
    SEALER: "NOBYPASSRLS NOCREATEDB",
    REPORT: "NOBYPASSRLS NOCREATEDB",
    BACKUP: "BYPASSRLS NOCREATEDB",
}
EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "cube", "earthdistance", "btree_gist")


@contextmanager
def connected(address: str, **more: Any) -> Iterator[psycopg.Connection]:
    """One connection that commits each statement and is closed at the end."""
    with psycopg.connect(address, autocommit=True, connect_timeout=10, **more) as connection:
        yield connection


def make_roles(connection: psycopg.Connection) -> None:
    """Create what is missing and put every role's rights right."""
    there = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role, rights in ROLES.items():
        verb = "ALTER" if role in there else "CREATE"
        connection.execute(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION {rights}")
    connection.execute(f"GRANT pg_read_all_data TO {BACKUP}")
    for role in (REPORT, BACKUP):
        connection.execute(f"ALTER ROLE {role} SET default_transaction_read_only = on")


def make_database(connection: psycopg.Connection) -> bool:
    """Create the portal's database if it is missing; True if it was."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
        return False
    connection.execute(f"CREATE DATABASE {NAME} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'")
    connection.execute(f"REVOKE ALL ON DATABASE {NAME} FROM PUBLIC")
    connection.execute(f"GRANT CONNECT ON DATABASE {NAME} TO {', '.join(ROLES)}")
    return True


def make_extensions(connection: psycopg.Connection) -> None:
    """The extensions we use; some of them only a superuser may create."""
    for name in EXTENSIONS:
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")


def need_right_kind(connection: psycopg.Connection) -> None:
    """Refuse a server that is too old, or a database in which Hindi letters are not letters.

    With locale C every Hindi search finds nothing, without any error.
    """
    if connection.info.server_version < OLDEST * 10000:
        raise too_old(str(connection.info.server_version // 10000))
    row = connection.execute(
        "SELECT datname, datctype, 'क' ~ '^[[:alpha:]]$' FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None
    name, ctype, knows_hindi = row
    if not knows_hindi or not _trigrams(connection):
        raise Problem(
            f"Database {name} has locale {ctype}: searching Hindi names would find nothing, without any error."
            f" Cure: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 NEWNAME, and use that one",
            f"डेटाबेस {name} का locale {ctype} है: उसमें हिंदी नाम खोजने पर कुछ नहीं मिलेगा।"
            f" उपाय: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 नया-नाम",
        )


def _trigrams(connection: psycopg.Connection) -> bool:
    """Does the extension cut up Hindi words? True as well where it is not yet installed."""
    if not connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").fetchone():
        return True
    row = connection.execute("SELECT cardinality(show_trgm('किशोरी'))").fetchone()
    return bool(row and row[0])
