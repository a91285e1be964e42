"""Data folders for the launcher's tests: short, and open enough for the server's own user."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.launch.cluster import Cluster


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder, gone afterwards; the keeper may still be writing its lock."""
    made = Path(tempfile.mkdtemp(prefix="launch-"))
    made.chmod(0o711)
    yield made
    while made.exists():
        shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty data folder."""
    with folder() as made:
        yield made


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data folder with a cluster in it, stopped; for tests that leave it as it was."""
    with folder() as there:
        with Cluster(there, durable=False):
            pass
        yield there
