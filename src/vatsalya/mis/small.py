"""Which counts of a table may be shown: small ones are hidden, and no hidden one can be worked out from the others."""

from collections.abc import Collection, Sequence

#: Counts below this are hidden from those who see a place from outside (part (d), separation 7).
SMALL = 5

Cells = list[list[int | None]]


def hide(value: int, *, inside: bool = False) -> int | None:
    """A count as it may be shown; None = hidden because it is small and the reader stands outside."""
    return None if 0 < value < SMALL and not inside else value


def table(rows: Sequence[Sequence[int]], *, balance: Collection[int] = (), inside: Collection[int] = ()) -> Cells:
    """The counts of places (rows) as they may be shown beside the totals of their columns.

    A count that is hidden alone in its column could be worked out from the total, and one that is hidden alone among
    the columns of `balance` (start + reported - traced = still missing) from the others: a second one goes with it.
    Rows `inside` are the reader's own place.
    """
    cells = [[hide(value, inside=at in inside) for value in row] for at, row in enumerate(rows)]
    while _second(cells, rows, balance, inside):
        pass
    return cells


def _second(cells: Cells, rows: Sequence[Sequence[int]], balance: Collection[int], inside: Collection[int]) -> bool:
    """Hide one more count where one stands alone; False when none does."""
    outside = [at for at in range(len(rows)) if at not in inside]
    lines = [[(at, column) for at in range(len(rows))] for column in range(len(rows[0]) if rows else 0)]
    lines += [[(at, column) for column in balance] for at in outside]
    for line in lines:
        hidden = [place for place in line if cells[place[0]][place[1]] is None]
        free = [(rows[at][column], at, column) for at, column in line if at in outside and cells[at][column]]
        if len(hidden) == 1 and free:
            _value, at, column = min(free)
            cells[at][column] = None
            return True
    return False
