"""`./vatsalya COMMAND …`: a management command in the project's own environment, with the database up."""

import signal

from . import child
from .database import database
from .place import data_folder


def run(words: list[str]) -> int:
    """Run it as if by hand: same folder, same keyboard, its own exit code."""
    with database(data_folder()) as found:
        # The command gets Ctrl-C from the keyboard itself; we wait for it to finish.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        process = child.start([*child.MANAGE, *(words or ["help"])], found.env, apart=False)
        try:
            code = process.wait()
        except SystemExit:
            process.terminate()
            process.wait()
            raise
        return 128 - code if code < 0 else code
