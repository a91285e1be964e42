"""What stops the start, said plainly: one line in English, one in Hindi, each naming the cure."""


class Problem(Exception):
    """A start that cannot go on, in words for the person at the keyboard."""

    def __init__(self, english: str, hindi: str) -> None:
        super().__init__(f"{english}\n{hindi}")
