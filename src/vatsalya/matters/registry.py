"""Names that law data uses, and the functions behind them."""

from vatsalya.lib.registry import Registry

#: A condition named in a machine: returns a Refusal, or nothing when the move may go on.
guard: Registry = Registry("guard")


class Followers:
    """Reactions of higher packages to named moves of lower machines, in order of registration."""

    def __init__(self) -> None:
        self._by_move: dict[str, list] = {}

    def __call__(self, move: str):  # type: ignore[no-untyped-def]
        """`@on("placement.escape")`: the function is called in the same transaction."""

        def take(function):  # type: ignore[no-untyped-def]
            self._by_move.setdefault(move, []).append(function)
            return function

        return take

    def of(self, move: str) -> list:
        """All functions that follow a move."""
        return self._by_move.get(move, [])

    def all(self) -> dict[str, list[str]]:
        """Every subscription, for the generated page."""
        return {
            move: [f"{f.__module__}.{f.__name__}" for f in functions]
            for move, functions in sorted(self._by_move.items())
        }


on = Followers()
