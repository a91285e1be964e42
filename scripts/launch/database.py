"""The database for whatever is to be run: DATABASE_URL if it is given, else our own server."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import roles
from .cluster import Cluster
from .problem import Problem


@dataclass(frozen=True)
class Database:
    """A database that is up: the environment for those who use it, and how to bring it up again."""

    env: dict[str, str] = field(repr=False)
    bring_up: Callable[[], None]


@contextmanager
def database(data: Path, *, durable: bool = True) -> Iterator[Database]:
    """Inside, a good database is up."""
    common = {**os.environ, "DATA": str(data), "PYTHONUNBUFFERED": "1"}
    if given := os.environ.get("DATABASE_URL"):
        need_good(given)
        yield Database(common, lambda: None)  # a given server is its own operator's care
        return
    with Cluster(data, durable=durable) as cluster:
        path = f"{cluster.programs.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        yield Database({**common, "PATH": path, **cluster.addresses()}, cluster.bring_up)


def need_good(address: str) -> None:
    """Refuse a given database that does not answer, is too old or breaks Hindi search."""
    try:
        with roles.connected(address) as connection:
            roles.need_right_kind(connection)
    except roles.psycopg.OperationalError as error:
        raise Problem(
            f"The database of DATABASE_URL does not answer: {str(error).strip()}."
            " Cure: check the address and the server",
            "DATABASE_URL का डेटाबेस उत्तर नहीं दे रहा। उपाय: पता और सर्वर जाँचें",
        ) from error
