"""`python -m scripts.launch.keeper DATA`: waits until nobody needs the database, then stops it."""

import sys
from pathlib import Path

from .cluster import Cluster
from .lock import Lock


def main(data: Path) -> None:
    """One keeper for each data folder; the others leave at once."""
    if not Lock(data / "keeper.lock").alone_now():
        return
    Lock(data / "users.lock").alone()
    Cluster(data).stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
