"""Quorum arithmetic (s.28): pure, no database."""

FINAL_QUORUM = 3


def quorum_met(present: int, needed: int = FINAL_QUORUM) -> bool:
    """At least three members at final disposal (s.28(5) proviso)."""
    return present >= needed


def carried(for_it: int, against: int, chair_for: bool | None) -> bool:
    """Majority decides; without one the Chairperson's opinion prevails (s.28(4))."""
    if for_it != against:
        return for_it > against
    return bool(chair_for)
