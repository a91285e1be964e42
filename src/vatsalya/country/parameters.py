"""The assumptions of the synthetic country, read once from one file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


@cache
def parameters() -> dict[str, Any]:
    """Everything in parameters.toml."""
    return tomllib.loads(Path(__file__).with_name("parameters.toml").read_text(encoding="utf-8"))
