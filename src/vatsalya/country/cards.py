"""A handful of public cards for the demo: drawn figures instead of photographs, the officers' own acts behind them."""

import io
from datetime import datetime, timedelta

from django.db import transaction
from PIL import Image, ImageDraw

from vatsalya.access import session
from vatsalya.access.actor import Actor, from_posting, machine
from vatsalya.accounts.models import Account
from vatsalya.lib.clock import ist_date
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import proposing
from vatsalya.missing.card_models import PublicCard
from vatsalya.missing.proposing import Offer, Proposal
from vatsalya.offices.models import Office, Posting
from vatsalya.offices.queries import district_interval
from vatsalya.papers.uploads import clean_photo
from vatsalya.people import photos

#: Invented children of the demo's own station: name, sex, age, clothes, mark.
TOLD = (
    ("मोनू पासवान", "boy", 7, "हरी टी-शर्ट, काला निकर", {"kind": "cut", "part": "forehead", "side": "left", "text": ""}),
    ("पूजा रविदास", "girl", 10, "पीला सलवार-कुर्ता", {"kind": "mole", "part": "cheek", "side": "right", "text": ""}),
    ("छोटू माँझी", "boy", 13, "नीली कमीज़, भूरी पैंट", {"kind": "scar", "part": "wrist", "side": "left", "text": ""}),
)
#: How many cards are public in the demo, and one that waits for the nodal officer of Gaya.
LIVE, TONES = 8, ("#8d6748", "#6f4e37", "#a47a58", "#5d4230")
_CLOTHES = ("#2f6f4f", "#27408b", "#8b3a3a", "#7a6a1f", "#5b3a86")


def figure(number: int) -> bytes:
    """A head and shoulders that nobody has, as a JPEG."""
    picture = Image.new("RGB", (600, 750), "#dfe3ec")
    pen = ImageDraw.Draw(picture)
    tone, cloth = TONES[number % len(TONES)], _CLOTHES[number % len(_CLOTHES)]
    pen.rounded_rectangle((90, 470, 510, 900), 150, fill=cloth)
    pen.rectangle((255, 380, 345, 500), fill=tone)
    pen.ellipse((190, 140, 410, 430), fill=tone)
    pen.pieslice((180, 110, 420, 400), 180 - number % 12, 360 + number % 12, fill="#1f1a17")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


#: Whoever was no older when last seen is a child today, whoever judged the age.
CHILD_FOR_SURE = 12


def publish(*, at: datetime) -> int:
    """Show a few open reports, three of them at the demo's own station; does nothing where a card stands already."""
    session.bind(machine("country"), act="country.cards")
    if PublicCard.unscoped.exists():
        return 0
    open_ = Matter.unscoped.filter(kind="missing", state__in=("REPORTED", "TRACING"), missing_report__traced_at=None)
    open_ = open_.filter(child__age_value__lte=CHILD_FOR_SURE)
    far = list(open_.order_by("-opened_at")[: LIVE - len(TOLD) + 1])
    for number, matter in enumerate([*_registered(at), *far]):
        with transaction.atomic():
            _one(matter, number, at=at, approve=number > 0)
    return LIVE + 1


def _registered(at: datetime) -> list[Matter]:
    """Reports at the demo's station in Gaya, as its officer would write them."""
    posts = Posting.objects.filter(account__username="police.gaya").select_related("office", "account")
    police = from_posting(posts[0]) if posts else None
    if police is None:
        return []
    here, made = {"state": posts[0].office.state_id, "district": posts[0].office.district_id}, []
    for number, (name, sex, age, clothes, mark) in enumerate(TOLD):
        session.bind(police, act="missing.register")
        answers = {
            "name": name, "sex": sex, "age": {"value": age, "basis": "told"}, "clothes": clothes, "marks": [mark],
            "height_cm": 80 + 6 * age, "languages": ["mag", "hi"], "last_seen_place": here, "home_place": here,
            "last_seen_at": (at - timedelta(days=3 + number)).isoformat(), "reporter_name": "Z परिजन",
            "reporter_relation": "mother", "reporter_phone": f"000001234{number}", "reporter_language": "hi",
        }  # fmt: skip
        made.append(missing.register(actor=police, at=at, answers=answers))
    return made


def _one(matter: Matter, number: int, *, at: datetime, approve: bool) -> None:
    police, nodal = _officers(Office.objects.get(pk=matter.office_id))
    session.bind(police, act="card.propose")
    photo = photos.add(
        actor=police, child_id=matter.child_id, photo=clean_photo(figure(number)), given_by="family", at=at
    )
    given = proposing.offer(actor=police, matter_id=matter.pk, at=at)
    card = proposing.propose(actor=police, matter_id=matter.pk, at=at, proposal=_asked(given, photo.pk, at=at))
    if approve and card.stage == "proposed":
        session.bind(nodal, act="card.approve")
        proposing.approve(actor=nodal, card_id=card.pk, at=at)


def _officers(office: Office) -> tuple[Actor, Actor]:
    """The station and the district's nodal officer, in the hands of two of the demo's logins."""
    hands = dict(Account.objects.filter(username__in=("police.gaya", "nodal.gaya")).values_list("username", "pk"))
    plain = {"office_no": office.no, "own": (office.no,), "realms": ("missing",)}
    police = Actor(role="cwpo", account_id=hands.get("police.gaya", 1), **plain)  # type: ignore[arg-type]
    nodal = Actor(
        role="nodal_officer",
        account_id=hands.get("nodal.gaya", 2),
        reach=district_interval(office),
        **plain,  # type: ignore[arg-type]
    )
    return police, nodal


def _asked(given: Offer, photo_id: object, *, at: datetime) -> Proposal:
    day = ist_date(at)
    there = {
        "first_name": given.first_name, "age_band": given.band, "height": given.height_cm, "marks": given.marks,
        "clothes": given.clothes, "sex": True, "photo": True,
    }  # fmt: skip
    return Proposal(
        fields=tuple(code for code, value in there.items() if value),
        marks=tuple(range(min(len(given.marks), 2))), clothes=given.clothes, photo_id=photo_id,  # type: ignore[arg-type]
        consent_on=day, consent_by="mother", consent_how="written",
        reason="The family asks; travellers may have seen the child", authority="sp", authority_no="SP/M/17/2026",
        authority_on=day, committee_no="CWC/M/9/2026", committee_on=day,
        until_on=day + timedelta(days=min(given.days, 60)),
    )  # fmt: skip
