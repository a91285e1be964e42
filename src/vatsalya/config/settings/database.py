"""Where the database is: DATABASE_URL in production, the launcher's embedded server otherwise."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: Which of the database's roles this process speaks as; web and worker are never the owner.
ROLE_URLS = {
    "app": "DATABASE_URL",
    "owner": "OWNER_DATABASE_URL",
    "sealer": "SEALER_DATABASE_URL",
}


def parse(url: str) -> dict[str, Any]:
    """A postgresql:// address as Django wants it; unknown query keys go to the driver."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("DATABASE_URL must begin with postgresql://; there is no other database")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": query.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": query,
    }


def address(role: str) -> str:
    """The address for a database role; a single DATABASE_URL serves all when no other is given."""
    return os.environ.get(ROLE_URLS[role]) or os.environ["DATABASE_URL"]


def settings(role: str, *, pool: bool) -> dict[str, Any]:
    """Django's connection settings for one database role.

    With one address for everything the web still steps down to the app role at
    connect time, because row security does not bind the owner's own work.
    """
    found = parse(address(role))
    if role != "owner" and not os.environ.get("OWNER_DATABASE_URL"):
        found["OPTIONS"]["options"] = f"-c role=vatsalya_{role}"
    if pool:
        found["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
    found["CONN_MAX_AGE"] = 0
    return found
