"""What every partner's adapter promises; the tests of a partner's folder inherit this.

A subclass says `breaker`, `down` (the exception that means "fill it by hand") and `ask`, and gives the fixture
`partner`: the simulator with `mode` and `seconds`.
"""

import time
from typing import Any

import pytest


class AdapterContract:
    """Ask, and whatever the partner does, get an answer or `down` in time."""

    breaker: Any
    down: type[Exception]
    #: Longest wait of a person, in seconds; and what one costs when the partner is known to be dead.
    longest, resting = 3.5, 0.05

    def ask(self) -> Any:
        """One question of this partner."""
        raise NotImplementedError

    def test_a_partner_that_is_well_answers(self, partner: Any) -> None:
        assert self.ask()

    @pytest.mark.parametrize("mode", ["down", "garbage", "refuses"])
    def test_a_partner_that_is_ill_means_by_hand(self, partner: Any, mode: str) -> None:
        partner.mode = mode
        with pytest.raises(self.down):
            self.ask()

    def test_a_slow_partner_is_left_in_time(self, partner: Any) -> None:
        partner.seconds = 5.0
        started = time.monotonic()
        with pytest.raises(self.down):
            self.ask()
        assert time.monotonic() - started < self.longest

    def test_a_dead_partner_costs_the_next_person_nothing(self, partner: Any) -> None:
        partner.mode = "down"
        for _ in range(2):
            with pytest.raises(self.down):
                self.ask()
        asked, started = len(partner.asked), time.monotonic()
        with pytest.raises(self.down):
            self.ask()
        assert time.monotonic() - started < self.resting
        assert len(partner.asked) == asked, "it was not asked at all"

    def test_a_partner_that_is_well_again_is_asked_again(self, partner: Any) -> None:
        partner.mode = "down"
        with pytest.raises(self.down):
            self.ask()
        partner.mode = "ok"
        assert self.ask()
        assert self.ask()

    def test_nobody_there_means_by_hand(self, partner: Any, settings: Any) -> None:
        for name in ("CCTNS_URL",):
            setattr(settings, name, "http://127.0.0.1:9")
        settings.EXCHANGE_INNER_HOSTS = frozenset({"127.0.0.1:9"})
        with pytest.raises(self.down):
            self.ask()
