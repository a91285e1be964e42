"""`python -m scripts.launch WHAT …`: demo, serve, manage, tests."""

import signal
import sys
from collections.abc import Callable
from types import FrameType

from . import check, manage, serve
from .problem import Problem

DOES: dict[str, Callable[[list[str]], int]] = {
    "demo": serve.demo,
    "serve": serve.production,
    "manage": manage.run,
    "tests": check.run,
}


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(words: list[str]) -> int:
    """Do one thing; a problem is told in two lines, without a traceback."""
    # As an exception, so that everything that was started is stopped on the way out.
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job starts with it ignored
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    try:
        return DOES[words[0]](words[1:])
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
