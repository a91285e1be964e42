"""Secrets: from the environment in production, else made once in the data folder (mode 0600)."""

import base64
import os
import secrets
from pathlib import Path


def secret(name: str, data: Path) -> str:
    """The named secret as text; VATSALYA_<NAME>_SECRET wins over the file."""
    given = os.environ.get(f"VATSALYA_{name.upper()}_SECRET")
    if given:
        return given
    path = data / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, base64.b64encode(secrets.token_bytes(32)).decode())
    return path.read_text().strip()


def secret_bytes(name: str, data: Path) -> bytes:
    """The named secret as 32 bytes."""
    return base64.b64decode(secret(name, data))


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: the first one's secret stands."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(text)
