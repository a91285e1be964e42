"""The demo's cards: made by the officers' own acts, with drawn figures, once."""

import pytest

from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.country import cards
from vatsalya.country.settle import settle
from vatsalya.lib.clock import now
from vatsalya.missing import publish
from vatsalya.missing.card_models import PublicCard

pytestmark = pytest.mark.django_db


def test_the_demos_station_has_public_cards_and_one_that_waits():
    settle()
    cards.publish(at=now())
    session.bind(machine("test"))
    stages = sorted(PublicCard.unscoped.values_list("stage", flat=True))
    assert stages == ["proposed", *["published"] * (len(cards.TOLD) - 1)]
    live = list(publish.live(at=now()))
    assert all(card.has_photo and card.first_name and card.marks for card in live)
    assert cards.publish(at=now()) == 0
