"""What two officers decided about a real pair is what weights are estimated from: how it agreed, and no name."""

import pytest

from tests.country_of_tests import Land, settle
from tests.journeys.story import FOUND, Story
from vatsalya.missing import decided, match

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    """Ankit is reported in Gaya and admitted in Nashik; the engine has proposed the pair."""
    land: Land = settle()
    told = Story(land)
    told.register()
    told.admit()
    return told


def test_a_possible_pair_teaches_nothing_yet(story: Story) -> None:
    assert decided.pairs() == ([], 0)


def test_a_confirmed_pair_teaches_how_one_child_agrees(story: Story) -> None:
    pair = story.confirm()
    (learnt,), without = decided.pairs()
    assert learnt.same is True and learnt.bits == pair.bits and without == 0
    assert learnt.levels["name"] in {"same", "near", "core"} and {"sex", "age", "time"} <= set(learnt.levels)
    assert "Ank" not in repr(learnt) and "अंकित" not in repr(learnt)


def test_a_rejected_pair_teaches_how_two_children_agree(story: Story) -> None:
    pair = story.pair()
    match.decide(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, says="different", at=FOUND)
    (learnt,), _ = decided.pairs()
    assert learnt.same is False and learnt.levels
