"""A partner that does not answer is not asked again for a while: an officer waits for it once, not each time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

#: After so many failures in a row the partner is left alone for so many seconds; then one call tries it.
FAILURES, REST = 2, 30.0


class Open(Exception):
    """The partner did not answer lately; it was not asked."""


class Breaker:
    """Remembers, in this process, whether a partner answers. It keeps time for itself and decides no rule."""

    def __init__(self, *, failures: int = FAILURES, rest: float = REST) -> None:
        self._failures, self._rest = failures, rest
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._bad, self._until = 0, 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Inside, the partner is asked; raises Open at once when it rests. Any exception counts as a failure."""
        with self._lock:
            if monotonic() < self._until:
                raise Open
            if self._bad >= self._failures:  # one tries, the others are spared meanwhile
                self._until = monotonic() + self._rest
        try:
            yield
        except BaseException:
            with self._lock:
                self._bad += 1
                if self._bad >= self._failures:
                    self._until = monotonic() + self._rest
            raise
        with self._lock:
            self.forget()
