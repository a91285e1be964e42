"""A citizen's report reaches station, both nodal officers and the helpline of that place in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, machine
from vatsalya.accounts import otp
from vatsalya.jobs import queue
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matching import actions as engine
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.missing import childhood, last_seen, sheet
from vatsalya.missing.actions import phone_key
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.papers.uploads import CleanPhoto
from vatsalya.people import photos, vault
from vatsalya.people.models import Child, Vault
from vatsalya.places import queries as places

from . import budget, drafts, prints, rules
from .models import CitizenReport, Repeat, Voice
from .sound import Note

INTAKE = machine("intake")
PURPOSE = "citizen"
#: Who answers, in this order, where a district has no office of the kind before.
ANSWERING = ("ps", "rail_post")
#: How long a report gathers its like on one line; how many of the newest lines are compared.
TOGETHER, COMPARED = timedelta(hours=48), 60
#: At these counts the desk is told once more: not at every one.
TELL_AT = frozenset({2, 10, 100, 1000, 10_000})

#: Which answer tells the time of what is reported.
HAPPENED = {"missing": "last_seen_at", "sighting": "seen_at"}


@dataclass(frozen=True)
class Receipt:
    """What the reporter is given: the number, and a phrase when there is no telephone to send a code to."""

    number: str
    phrase: str
    matter_id: UUID
    repeat: bool


def check(what: str, answers: dict[str, Any], *, at: datetime, one_child: bool = False) -> None:
    """Refuse what cannot be, with everything at once: future, born later, two children, a pin at sea."""
    refusals = []
    if set(law().codes("good_faith")) - set(answers.get("good_faith") or []):
        refusals.append(Refusal("citizen.good_faith", field="good_faith"))
    if _happened(what, answers) > at:
        refusals.append(Refusal("date.future", field=HAPPENED[what]))
    if what == "missing":
        seen = ist_date(sheet.as_instant(answers["last_seen_at"]))
        if rules.born_after_seen(sheet.as_date(answers.get("birth_date")), seen):
            refusals.append(Refusal("citizen.born_after_seen", field="birth_date"))
        else:
            refusals += last_seen.wrong(answers, at=at)
            refusals += childhood.wrong_of_missing(answers, at=at)
        refusals += childhood.name_slip(answers)
        if rules.two_children(answers["name"]) and not one_child:
            refusals.append(Refusal("citizen.two_children"))
    if refusals:
        raise Refused(*refusals)


def _happened(what: str, answers: dict[str, Any]) -> datetime:
    return sheet.as_instant(answers[HAPPENED[what]])


def _district(what: str, answers: dict[str, Any]) -> int:
    return int(answers["last_seen_place" if what == "missing" else "place"]["district"])


def send_code(draft: drafts.Draft, *, phone: str, lang: str, address: str | None, at: datetime) -> None:
    """A code to the reporter's own number; only who reads that telephone can finish this report."""
    challenge, code = otp.issue(purpose=PURPOSE, about=str(draft.token), phone=phone, address=address, at=at)
    drafts.asked(draft, challenge)
    notices.text(phone=phone, template="citizen.code", body=law().words("citizen.sms_code", lang, digits=code), at=at)


def code_is_right(draft: drafts.Draft, *, code: str, at: datetime) -> None:
    """Raise Refused unless the code is the one that was sent for this report."""
    if draft.row.challenge is None:
        raise Refused(Refusal("otp.expired"))
    about = otp.check(challenge_id=draft.row.challenge, purpose=PURPOSE, code=code, at=at)
    if about != str(draft.token):
        raise Refused(Refusal("otp.wrong"))


@transaction.atomic
def lodge(
    *,
    what: str,
    answers: dict[str, Any],
    confirmed: bool,
    lang: str,
    address: str | None,
    at: datetime,
    photo: CleanPhoto | None = None,
    voice: Note | None = None,
) -> Receipt:
    """Take a report in: a new line on four desks, or one more on a line that says the same.

    Never refuses a child in danger, nor what a crowded connection has not said before; a report of a missing child
    needs a number that was confirmed.
    """
    if what == "missing" and not confirmed:
        raise Refused(Refusal("citizen.number_needed"))
    where, phone = budget.source(address), answers.get("reporter_phone", "") if confirmed else ""
    danger = rules.in_danger(what, answers)
    if not danger:
        budget.check_phone(phone, at=at) if phone else budget.check_source(where, at=at)
    coming = _Coming(what, answers, phone, lang, danger, prints.fingerprint(what, answers), prints.sketch(answers), at)
    with session.engine():
        news = not danger and not phone and budget.only_news(where, at=at)
        crowded = (danger or news) and not phone and budget.too_many_alarms(where, at=at)
        head = _head(coming, crowded=crowded)
        if news and head is not None and bytes(head.fingerprint) == coming.print_:
            raise Refused(Refusal("citizen.source_budget"))
        receipt = _again(head, coming) if head else _first(coming, photo, voice, crowded=crowded)
        budget.note(where, phone=phone, line=head is None, at=at)
        _tell_reporter(receipt, coming)
    return receipt


@dataclass(frozen=True)
class _Coming:
    """A report on its way in."""

    what: str
    answers: dict[str, Any]
    phone: str
    lang: str
    danger: bool
    print_: bytes
    sketch: list[int]
    at: datetime

    @property
    def district(self) -> int:
        return _district(self.what, self.answers)


def _head(coming: _Coming, *, crowded: bool) -> CitizenReport | None:
    """The line that says the same: looked for without waiting, then once more under the content's own lock."""
    found = _same(coming, crowded)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [prints.lock_number(coming.print_)])
        found = _same(coming, crowded)
    return found


def _same(coming: _Coming, crowded: bool) -> CitizenReport | None:
    recent = gate.visible(ENGINE, CitizenReport).filter(received_at__gt=coming.at - TOGETHER)
    exact = recent.filter(fingerprint=coming.print_).select_related("matter").order_by("-received_at").first()
    if exact and (exact.outcome == "" or _was_false(exact, coming)):
        return exact
    near = recent.filter(what=coming.what, place_district=coming.district, outcome="", crowd=False)
    rows = list(near.select_related("matter").order_by("-received_at")[:COMPARED])
    if coming.what == "sighting":
        for row in rows:
            if rules.alike(row.sketch, coming.sketch) >= rules.LEAST_ALIKE:
                return row
    # Past the budget of one connection: never behind somebody else's child, only behind the line made for it.
    return recent.filter(crowd=True, place_district=coming.district, outcome="").first() if crowded else None


def _was_false(exact: CitizenReport, coming: _Coming) -> bool:
    """A sighting that was not so makes no new line; a family that reports its child again is always heard anew."""
    return exact.outcome == "false" and coming.what == "sighting" and not coming.danger


def _first(coming: _Coming, photo: CleanPhoto | None, voice: Note | None, *, crowded: bool) -> Receipt:
    """A new line: matter, sealed sheet, shares and notices, all in this transaction."""
    office, told = _office(coming), _told(coming.district)
    known = _as_missing(coming)
    child = sheet.new_child(known, on=_seen_on(coming), unit_no=office.no, realm="citizen", shared=told)
    sealed = vault.put(child, sheet.identity(known), at=coming.at)
    matter = matters.open_matter(
        actor=INTAKE,
        at=coming.at,
        kind="citizen",
        office=office,
        child=child,
        district_code=coming.district,
        share_with=tuple((number, "citizen") for number in told),
        opening=matters.Opening(name="lodge", starts=("D-SIGHT-NOW" if coming.danger else "D-SIGHT",)),
    )
    phrase = "" if coming.phone else drafts.phrase()
    _write(matter, sealed, coming, phrase, crowded=crowded)
    if photo is not None:
        photos.add(actor=INTAKE, child_id=child.pk, photo=photo, given_by="citizen", at=coming.at)
    if voice is not None:
        _keep_voice(matter, sealed, voice, at=coming.at)
    if coming.what == "sighting":
        _publish(matter, child, known, coming)
    queue.defer("citizens.compare", matter_id=str(matter.pk))
    code = "citizen.danger" if coming.danger else f"citizen.{coming.what}"
    for number in (office.no, *told):
        notices.tell(to_no=number, code=code, matter_id=matter.pk, number=matter.number, at=coming.at)
    return Receipt(matter.number, phrase, matter.pk, repeat=False)


def _office(coming: _Coming) -> Office:
    """The station that the reporter chose in that district, else the first that can answer there."""
    found = stations(coming.district)
    if not found:
        raise Refused(Refusal("citizen.no_office"))
    chosen = str(coming.answers.get("station") or "")
    first = min(found, key=lambda office: (ANSWERING.index(office.kind), office.no))
    return next((office for office in found if str(office.no) == chosen), first)


def stations(district: int) -> list[Office]:
    """The stations of a district that can answer, police stations first."""
    return offices.all_in_district(ANSWERING, district)


def _told(district: int) -> list[int]:
    """Both nodal officers, and the helpline of the place (the State's control room where there is none)."""
    state = places.state_of(district)
    helpline = offices.in_district("chl", district) or offices.in_state("control_room", state)
    found = (offices.in_district("nodal", district), offices.in_state("state_nodal", state), helpline)
    return [office.no for office in found if office]


def _as_missing(coming: _Coming) -> dict[str, Any]:
    """The answers under the keys of a child's sheet and of the matching record."""
    answers = coming.answers
    if coming.what == "missing":
        return answers
    age = rules.AGES.get(answers.get("age_band", ""))
    kept = {key: answers[key] for key in ("name", "sex", "clothes") if answers.get(key)}
    kept |= {"last_seen_text": answers["place_text"]}
    kept |= {"age": {"value": age, "basis": "apparent"}} if age else {}
    return kept | ({"languages": [answers["language"]]} if answers.get("language") else {})


def _write(matter: Matter, sealed: Vault, coming: _Coming, phrase: str, *, crowded: bool) -> None:
    CitizenReport.objects.create(
        matter=matter,
        what=coming.what,
        danger=coming.danger,
        received_at=coming.at,
        happened_at=_happened(coming.what, coming.answers),
        place_state=places.state_of(coming.district),
        place_district=coming.district,
        language=coming.lang,
        answers=vault.lock(sealed.child_id, bytes(sealed.key or b""), coming.answers),
        fingerprint=coming.print_,
        sketch=coming.sketch,
        crowd=crowded,
        **_reporter(coming, phrase),
    )


def _reporter(coming: _Coming, phrase: str) -> dict[str, bytes | None]:
    return {
        "phone_hmac": phone_key(coming.phone) if coming.phone else None,
        "phrase_digest": prints.keyed("phrase", phrase) if phrase else None,
    }


def _keep_voice(matter: Matter, sealed: Vault, voice: Note, *, at: datetime) -> None:
    Voice.objects.create(
        matter=matter,
        sound=vault.lock_bytes(sealed, voice.data),
        kind=voice.kind,
        seconds=voice.seconds,
        sha256=hashlib.sha256(voice.data).hexdigest(),
        added_at=at,
    )


def _publish(matter: Matter, child: Child, known: dict[str, Any], coming: _Coming) -> None:
    """Make a sighting findable for every search of the country; a missing child is, once the station accepts it."""
    engine.publish(record(matter, child, sheet.identity(known), _seen_on(coming)), coming.at)


def _seen_on(coming: _Coming) -> date:
    return ist_date(_happened(coming.what, coming.answers))


def record(matter: Matter, child: Child, known: dict[str, Any], seen_on: date, *, side: str = "sighting") -> Any:
    """What the engine may know of a child seen, or of one whom a family misses."""
    return sheet.record(
        side=side, matter=matter, child=child, known=known, event_on=seen_on, district_code=matter.district_code
    )


def _again(head: CitizenReport, coming: _Coming) -> Receipt:
    """One more on a line that is there: kept and readable, counted, told only now and then."""
    sealed = gate.visible(ENGINE, Vault).get(child_id=head.matter.child_id)
    phrase = "" if coming.phone else drafts.phrase()
    repeat = Repeat.objects.create(
        matter=head.matter,
        number=matters.next_number(district_code=coming.district, at=coming.at),
        at=coming.at,
        danger=coming.danger,
        language=coming.lang,
        answers=vault.lock(sealed.child_id, bytes(sealed.key or b""), coming.answers),
        **_reporter(coming, phrase),
    )
    if head.outcome == "":
        _stir(head, coming)
    return Receipt(repeat.number, phrase, head.matter_id, repeat=True)


def _stir(head: CitizenReport, coming: _Coming) -> None:
    """A line that was calm is in danger now; a line that grows is told at two, ten, a hundred."""
    if coming.danger and not head.danger:
        if gate.visible(ENGINE, CitizenReport).filter(pk=head.pk, danger=False).update(danger=True):
            matters.move(head.matter, "raise_alarm", actor=INTAKE, at=coming.at)
        return
    count = 1 + gate.visible(ENGINE, Repeat).filter(matter=head.matter)[: max(TELL_AT)].count()
    if count in TELL_AT:
        matters.move(head.matter, "receive_more", actor=INTAKE, at=coming.at, record={"count": count})


def _tell_reporter(receipt: Receipt, coming: _Coming) -> None:
    if coming.phone:
        body = law().words(
            "citizen.sms_received", coming.lang, number=receipt.number, url=f"{settings.BASE_URL}/track/"
        )
        notices.text(phone=coming.phone, template="citizen.received", body=body, at=coming.at)
