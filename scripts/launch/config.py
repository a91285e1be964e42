"""How our own server is set up: socket only, no passwords, the operating system vouches for who is who."""

import os
from pathlib import Path

from . import roles

GIGABYTE = 1024**3


def initdb(folder: Path, major: int, durable: bool) -> list[str]:
    """The words for initdb. C.UTF-8 knows Hindi letters and is the same on every machine; plain C does not."""
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
    if major >= 17:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    who = ["-U", roles.SUPER, "--auth=peer", "--no-instructions"]
    return ["-D", str(folder), *who, *locale, *([] if durable else ["--no-sync"])]


def files(socket: Path, *, clients: set[str], durable: bool) -> dict[str, str]:
    """The files written into the cluster before every start."""
    return {
        "postgresql.conf": settings(socket, durable=durable),
        "pg_hba.conf": "local all all peer map=vatsalya\n",
        "pg_ident.conf": "".join(f'vatsalya "{client}" {role}\n' for client in sorted(clients) for role in _known()),
    }


def _known() -> list[str]:
    return [roles.SUPER, *roles.ROLES]


def settings(socket: Path, *, durable: bool) -> str:
    """PostgreSQL's settings: modest, good for 2 cores and 24 GB, and scaled down on a smaller machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    chosen: dict[str, str | float] = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{socket}'",
        "unix_socket_permissions": "0700",
        "max_connections": 100,
        "shared_buffers": f"{min(2 * GIGABYTE, memory // 8) // 1024**2}MB",
        "effective_cache_size": f"{memory // 2 // 1024**2}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(GIGABYTE // 2, memory // 32) // 1024**2}MB",
        "random_page_cost": 1.1,
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "jit": "off",  # our queries are short; compiling them costs more than it saves
        "idle_in_transaction_session_timeout": "'10min'",
        "log_timezone": "'UTC'",
        "timezone": "'UTC'",
        "lc_messages": "'C'",
        "default_text_search_config": "'pg_catalog.simple'",
        "shared_preload_libraries": "''",
    }
    if not durable:
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return "".join(f"{name} = {value}\n" for name, value in chosen.items())
