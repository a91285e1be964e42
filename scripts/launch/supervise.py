"""Keeps the portal's processes running: a dead one is started again, later each time."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from . import child

LONGEST_PAUSE = 30.0
LIVED_WELL = 60.0


@dataclass
class Service:
    """One process that shall always run."""

    name: str
    words: list[str]
    env: dict[str, str] = field(repr=False)
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    pause: float = 1.0
    deaths: int = 0

    def start(self) -> None:
        """Start it (again)."""
        self.process = child.start(self.words, self.env, apart=True, stdin=subprocess.DEVNULL)
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again if it died and its pause is over; the pause doubles each time."""
        if self.process is None:
            if time.monotonic() >= self.started:
                self.start()
        elif (code := self.process.poll()) is not None:
            self._died(code)

    def _died(self, code: int) -> None:
        assert self.process is not None
        child.stop(self.process)
        if time.monotonic() - self.started > LIVED_WELL:
            self.pause, self.deaths = 1.0, 0
        self.deaths += 1
        print(f"{self.name} ended (code {code}); it starts again in {self.pause:.0f} s", file=sys.stderr, flush=True)
        self.process, self.started = None, time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            child.stop(self.process)


def ask_to_stop(services: list[Service]) -> None:
    """Tell all at once, so that the stopping takes as long as the slowest, not as all together."""
    for service in services:
        if service.process is not None and service.process.poll() is None:
            service.process.terminate()


def stop(services: list[Service]) -> None:
    """End all; a second Ctrl-C must not leave an orphan."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    ask_to_stop(services)
    for service in services:
        service.stop()
