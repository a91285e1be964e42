"""A missing child in Gaya with a drawn picture, and the way from proposal to public card."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image, ImageDraw

from tests.country_of_tests import Land, settle
from tests.journeys.story import REPORTED, missing_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.clock import ist_date
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import proposing
from vatsalya.missing.card_models import PublicCard
from vatsalya.missing.proposing import Proposal
from vatsalya.papers.uploads import clean_photo
from vatsalya.people.models import Photo

AT = REPORTED + timedelta(hours=2)
ALL = ("first_name", "age_band", "sex", "height", "marks", "clothes", "photo")
TOLD = {
    "height_cm": 125,
    "clothes": "नीली कमीज़",
    "home_text": "मकान 12, शांतिपुर मोहल्ला",
    "school": "Zgyandeep Vidyalaya",
    "mother": "सुनीता देवी",
}


def drawing() -> bytes:
    """A face that nobody has."""
    picture = Image.new("RGB", (600, 750), "#c9d6e8")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((200, 140, 400, 400), fill="#7a5a44")
    pen.rounded_rectangle((100, 430, 500, 800), 120, fill="#2f6f4f")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def asked(**more: Any) -> Proposal:
    """A proposal that the law allows."""
    plain = Proposal(
        fields=("first_name", "age_band", "sex", "height", "marks", "clothes"),
        consent_on=ist_date(AT), consent_by="mother", consent_how="written",
        reason="Travellers at the junction may know the boy", authority="sp", authority_no="SP/41/2026",
        authority_on=ist_date(AT), until_on=ist_date(AT) + timedelta(days=60), marks=(0,), clothes="नीली कमीज़",
    )  # fmt: skip
    return replace(plain, **more)


class Desk:
    """The officers' acts on Ankit's card."""

    def __init__(self, land: Land) -> None:
        self.land = land

    def register(self, town: str = "gaya", photo: bool = False, **more: Any) -> Matter:
        """The report at the station."""
        actor = self.land.bind(f"{town}.ps")
        picture = clean_photo(drawing()) if photo else None
        return missing.register(actor=actor, at=REPORTED, answers=missing_answers(**TOLD, **more), photo=picture)

    def photo_of(self, matter: Matter) -> UUID:
        """The report's photograph."""
        session.bind(machine("test"))
        return Photo.unscoped.get(child_id=matter.child_id).pk

    def propose(self, matter: Matter, *, town: str = "gaya", at: datetime = AT, **more: Any) -> PublicCard:
        """The station asks."""
        return proposing.propose(actor=self.land.bind(f"{town}.ps"), matter_id=matter.pk, at=at, proposal=asked(**more))

    def publish(self, matter: Matter, *, town: str = "gaya", at: datetime = AT, **more: Any) -> PublicCard:
        """The station asks, the nodal officer approves."""
        card = self.propose(matter, town=town, at=at, **more)
        return proposing.approve(actor=self.land.bind(f"{town}.nodal"), card_id=card.pk, at=at)

    def row(self, card: PublicCard) -> PublicCard:
        """The card as it stands in the table."""
        session.bind(machine("test"))
        return PublicCard.unscoped.get(pk=card.pk)


@pytest.fixture
def land(db: None) -> Land:
    """Offices in Gaya, Nashik and Pune."""
    return settle()


@pytest.fixture
def desk(land: Land) -> Desk:
    """The officers of the little country."""
    return Desk(land)


@pytest.fixture
def card(desk: Desk) -> PublicCard:
    """Ankit's public card."""
    return desk.publish(desk.register())


@pytest.fixture
def day() -> Callable[[int], date]:
    """A day so many days after the proposal."""
    return lambda days: ist_date(AT) + timedelta(days=days)
