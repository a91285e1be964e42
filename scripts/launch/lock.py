"""Who is using the database: each user holds a shared lock, and the last one to leave turns it off."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Lock:
    """A lock file; the kernel gives it back however its holder dies."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)

    def shared(self) -> None:
        """Hold it together with others; waits for one who holds it alone."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def alone(self) -> None:
        """Hold it alone; waits until nobody else does."""
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def alone_now(self) -> bool:
        """Hold it alone if nobody else holds it. What was held before is lost either way."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Give it back."""
        os.close(self._file)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Inside, nobody else is inside."""
    lock = Lock(path)
    try:
        lock.alone()
        yield
    finally:
        lock.close()
