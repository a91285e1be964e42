"""PFIF: what we send says only what publication allows; what strangers send is refused or waits for an officer."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import xmlschema

from tests.conftest import AT
from tests.journeys.story import Story, place
from tests.publish.conftest import ALL, Desk
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.exchange import cards, receivers
from vatsalya.exchange.models import Imported
from vatsalya.exchange.pfif import likely, review, schema, write
from vatsalya.exchange.pfif import read as reading
from vatsalya.lib.clock import ist_date, now
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters.models import Matter
from vatsalya.missing import publish
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.places import queries as places

pytestmark = pytest.mark.django_db
XSD = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "pfif-1.4.xsd")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SENT = {
    "1.1": {"first_name": "Ankit", "last_name": "Kumar", "home_zip": "823001", "other": "Blue shirt", "found": None},
    "1.2": {"first_name": "Ankit", "last_name": "Kumar", "sex": "male", "age": "8-10", "other": "Blue shirt"},
    "1.3": {"full_name": "Ankit Kumar", "expiry_date": "2027-01-01T00:00:00Z", "other": "Blue shirt"},
    "1.4": {"full_name": "Ankit Kumar", "given_name": "Ankit", "description": "Blue shirt", "profile_urls": "x"},
}


def document(
    version: str = "1.4", *, more: str = "", note: str = "", record: str = "other.example/p1", **said: Any
) -> bytes:
    """A document of one person."""
    told = {"person_record_id": record, "source_date": "2026-11-10T00:00:00Z"} | SENT[version] | said
    fields = "".join(f"\n<{name}>{text}</{name}>" for name, text in told.items() if text is not None)
    return f'{HEAD}<pfif xmlns="{schema.NAMESPACE}{version}"><person>{fields}{note}</person>{more}</pfif>'.encode()


def note(version: str = "1.4", **said: Any) -> str:
    """A note of that person."""
    told = {
        "note_record_id": "other.example/n1",
        "author_name": "A",
        "source_date": "2026-11-10T00:00:00Z",
        "text": "t",
    }
    return "<note>" + "".join(f"<{name}>{text}</{name}>" for name, text in (told | said).items()) + "</note>"


def refusal(data: bytes) -> tuple[str, int]:
    """Reason and line of a refusal."""
    with pytest.raises(Refused) as no:
        reading.read(data)
    one = no.value.refusals[0]
    return one.code, one.facts["line"]


def test_what_we_send_is_valid_and_says_what_the_card_allows(shown):
    text = write.write(cards.live(at=AT)).decode()
    XSD.validate(text)
    assert "<pfif:full_name>अंकित</pfif:full_name>" in text
    assert "<pfif:age>8-10</pfif:age>" in text and "<pfif:sex>male</pfif:sex>" in text
    assert "<pfif:expiry_date>2026-12-12T18:29:59Z</pfif:expiry_date>" in text
    assert "Blue shirt &amp; &lt;grey&gt; shorts" in text and "wrist" in text.lower()
    for never in ("author_phone", "home_", "family_name", "date_of_birth", "email", "unknown", "Officer"):
        assert never not in text


def record(card: Any) -> dict[str, Any]:
    """A card as its receiver reads it; fields that stand there empty are told as such."""
    return reading.read(write.write([card])).persons[0]


def test_every_field_that_the_card_has_is_mapped(shown, settings, land):
    settings.BASE_URL = "https://missing.example.in"
    Office.objects.filter(no=shown[0].station_no).update(phone="0612-0000000")
    offices.by_no.cache_clear()
    card = shown[0]
    told = record(card)
    assert {name: said for name, said in told.items() if name not in ("notes", "description")} == {
        "person_record_id": f"missing.example.in/{card.public_id}",
        "entry_date": write.instant(card.published_at),
        "expiry_date": "2026-12-12T18:29:59Z",
        "author_name": land.offices["gaya.ps"].name_en,
        "author_phone": "0612-0000000",
        "source_name": "Vatsalya",
        "source_date": "2026-11-10T18:30:00Z",
        "source_url": f"https://missing.example.in/poster/{card.public_id}/",
        "full_name": "अंकित",
        "given_name": "अंकित",
        "sex": "male",
        "age": "8-10",
        "photo_url": f"https://missing.example.in/api/v1/people/{card.public_id}/picture",
    }
    assert set(told["notes"][0]) == {
        "note_record_id", "person_record_id", "entry_date", "author_name", "author_phone", "source_date", "status",
        "last_known_location", "text",
    }  # fmt: skip
    offices.by_no.cache_clear()


def test_what_the_card_does_not_say_is_left_out_and_never_filled(shown, another):
    bare = another(
        shown[0], first_name="", sex="unknown", age_from=None, age_to=None, height_cm=None, marks=(), clothes="",
        has_photo=False,
    )  # fmt: skip
    text = write.write([bare]).decode()
    XSD.validate(text)
    assert "unknown" not in text and "<pfif:full_name></pfif:full_name>" in text  # asked for by the standard, empty
    left = {"given_name", "sex", "age", "photo_url", "author_phone", "home_country", "home_state"}
    assert not left & {name for name, said in record(bare).items() if said}
    assert "Height" not in text and "Clothes" not in text


@pytest.mark.parametrize("phone", ["call us", "0612<script>", ""])
def test_a_telephone_that_the_standard_does_not_take_is_left_out(shown, phone):
    Office.objects.filter(no=shown[0].station_no).update(phone=phone)
    offices.by_no.cache_clear()
    assert "author_phone" not in record(shown[0])
    offices.by_no.cache_clear()


# A card as it is really published: its picture and its end in the feed.


@pytest.fixture
def receiver(land) -> dict[str, str]:
    """Somebody with an agreement about Bihar."""
    _row, secret = receivers.agree(
        actor=land.bind("gaya.scps"), at=now(), label="R", agreement_no="1", agreement_on=now().date(),
        until_on=(now() + timedelta(days=90)).date(), events=[], url="",
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def published(land) -> Any:
    """Ankit's card, published an hour ago, with his photograph."""
    desk, at = Desk(land), now() - timedelta(hours=1)
    report = desk.register(photo=True)
    today = {"consent_on": ist_date(at), "authority_on": ist_date(at), "until_on": ist_date(at) + timedelta(days=30)}
    fields = {"fields": ALL, "photo_id": desk.photo_of(report)}
    return report, desk.publish(report, at=at, **today, **fields)


def test_the_picture_opens_with_an_agreement_while_the_child_is_published(client, published, receiver):
    report, card = published
    page = f"/api/v1/people/{card.public_id}/picture"
    assert page in client.get("/api/v1/people.pfif", headers=receiver).content.decode()
    answer = client.get(page, headers=receiver)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg") and "no-store" in answer["Cache-Control"]
    assert client.get(page).status_code == 401
    assert client.get(page, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.get(f"/api/v1/people/{report.pk}/picture", headers=receiver).status_code == 404
    session.bind(machine("test"))
    publish.come_down(report, "found", at=now())
    assert client.get(page, headers=receiver).status_code == 404


def test_another_states_agreement_opens_no_picture(client, published, land):
    _row, secret = receivers.agree(
        actor=land.bind("nashik.scps"), at=now(), label="R", agreement_no="1", agreement_on=now().date(),
        until_on=(now() + timedelta(days=90)).date(), events=[], url="",
    )  # fmt: skip
    page = f"/api/v1/people/{published[1].public_id}/picture"
    assert client.get(page, headers={"Authorization": f"Bearer {secret}"}).status_code == 404


def test_a_card_that_came_down_stands_as_a_placeholder_so_that_copies_are_wiped(client, published, receiver):
    report, card = published
    session.bind(machine("test"))
    publish.come_down(report, "found", at=now())
    text = client.get("/api/v1/people.pfif", headers=receiver).content.decode()
    XSD.validate(text)
    (person,) = reading.read(text.encode()).persons
    assert {name for name, said in person.items() if said and name != "notes"} == set(schema.PLACEHOLDER)
    assert person["person_record_id"].endswith(str(card.public_id)) and "अंकित" not in text
    assert person["expiry_date"] <= write.instant(now())


def test_the_schema_of_the_tests_can_say_no(shown):
    text = write.write(cards.live(at=AT)).decode()
    for wrong in (
        text.replace("<pfif:sex>male", "<pfif:sex>boy"),
        text.replace("full_name", "fullname"),
        text.replace("+", "").replace("T18:29:59Z", " 18:29"),
    ):
        assert not XSD.is_valid(wrong)


def test_our_records_live_in_our_own_domain(shown, settings):
    settings.BASE_URL = "https://missing.example.in"
    text = write.write(cards.live(at=AT)).decode()
    assert f"missing.example.in/{shown[0].public_id}" in text


def test_a_child_published_no_longer_is_a_placeholder_without_anything_of_the_child(shown):
    card = shown.pop()
    text = write.write(cards.live(at=AT), [write.Gone(card.public_id, AT)]).decode()
    XSD.validate(text)
    assert card.first_name not in text and "Blue shirt" not in text
    person = reading.read(text.encode()).persons[0]
    assert {name for name, said in person.items() if said and name != "notes"} == set(schema.PLACEHOLDER)


def test_hostile_text_on_a_card_stays_text(shown, another):
    shown[0] = another(shown[0], first_name="]]><x/>\u0000\u000b&amp;", clothes="<!ENTITY x>")
    XSD.validate(write.write(cards.live(at=AT)).decode())


def test_what_we_send_we_can_read(shown):
    found = reading.read(write.write(cards.live(at=AT)))
    assert (found.version, found.persons[0]["full_name"]) == ("1.4", "अंकित")
    assert found.persons[0]["notes"][0]["status"] == "information_sought"


@pytest.mark.parametrize("version", schema.VERSIONS)
def test_every_version_is_read_into_the_names_of_the_newest(version):
    found = reading.read(document(version, note=note(version, **({"found": "true"} if version != "1.4" else {}))))
    person = found.persons[0]
    assert found.version == version
    assert person["full_name"] == "Ankit Kumar"
    assert person["description"] == "Blue shirt"
    assert not {"first_name", "other", "found", "home_zip"} & set(person) | set(person["notes"][0]) & {"found"}


def _sample(name: str) -> str:
    """Something that may stand in a field."""
    if name.endswith("_date"):
        return "2026-11-10T00:00:00Z"
    if name.endswith("person_record_id"):
        return "other.example/p1"
    return "other.example/x1" if name.endswith("_id") else f"said {name}"


@pytest.mark.parametrize("version", schema.VERSIONS)
@pytest.mark.parametrize("kind", ["person", "note"])
def test_every_field_of_every_version_is_taken(version, kind):
    good = {"sex": "male", "age": "9", "date_of_birth": "2017", "home_country": "IN", "found": "true",
            "author_made_contact": "true", "status": "believed_alive"}  # fmt: skip
    told = {name: good.get(name) or _sample(name) for name in schema.fields(kind, version)}
    if kind == "person":
        got = reading.read(document(version, **told)).persons[0]
    else:
        got = reading.read(document(version, note=note(version, **told))).persons[0]["notes"][0]
    for name, text in told.items():
        assert got[schema.NEW_NAME.get(name, name)] == text


def test_a_field_of_a_newer_version_is_refused_in_an_older_one():
    assert refusal(document("1.1", sex="male"))[0] == "pfif.unknown_field"
    assert refusal(document("1.3", profile_urls="x"))[0] == "pfif.unknown_field"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "pfif.not_xml", 1),
        (b"not xml at all", "pfif.not_xml", 1),
        (HEAD.encode() + b"<pfif>", "pfif.not_pfif", 2),
        (document().replace(b"</person>", b"</persons>"), "pfif.not_xml", 8),
        (document().replace(b"1.4", b"1.9"), "pfif.not_pfif", 2),
        (document(sex="boy"), "pfif.value", 9),
        (document(source_date="yesterday"), "pfif.value", 4),
        (document(age="-1"), "pfif.value", 9),
        (document(full_name=None), "pfif.missing_field", 7),
        (document(record="no domain"), "pfif.value", 3),
        (document(note=note(text="x" * 7000)), "pfif.too_long", 8),
        (document(note=note(status="dead")), "pfif.value", 8),
        (document(more="<note></note>"), "pfif.missing_field", 8),
        (document(secret="x"), "pfif.unknown_field", 9),
    ],
)
def test_a_mistake_is_refused_with_its_line(data, code, line):
    assert refusal(data) == (code, line)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE pfif [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE pfif [<!ENTITY % x SYSTEM "http://169.254.169.254/latest"> %x;]>',
        '<!DOCTYPE pfif [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE pfif SYSTEM "http://example.invalid/pfif.dtd">',
        "<!DOCTYPE pfif>",
    ],
)
def test_document_types_and_entities_are_refused_with_their_line(doctype):
    data = document(full_name="&x;").replace(HEAD.encode(), f"{HEAD}{doctype}\n".encode())
    assert refusal(data) == ("pfif.dtd", 2)


def test_a_billion_laughs_end_at_once():
    bomb = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    data = document(full_name="&l9;").replace(HEAD.encode(), f'{HEAD}<!DOCTYPE p [<!ENTITY l0 "lol">{bomb}]>'.encode())
    started = time.monotonic()
    assert refusal(data)[0] == "pfif.dtd"
    assert time.monotonic() - started < 1


def test_fifty_megabytes_are_refused_unread():
    started = time.monotonic()
    assert refusal(b"<" + b"a" * 50 * 1024 * 1024)[0] == "pfif.too_big"
    assert time.monotonic() - started < 1


def test_too_many_records_and_deep_nesting_are_refused():
    many = "".join(f"<note>{note()[6:-7]}<person_record_id>o.example/1</person_record_id></note>" for _ in range(2001))
    assert refusal(document(more=many))[0] == "pfif.too_many"
    assert refusal(document(more="<person>" * 5000))[0] in ("pfif.unknown_field", "pfif.not_xml")


@pytest.mark.parametrize(
    "data",
    [
        document().decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        document().replace(b"UTF-8", b"ISO-8859-1"),
        document(full_name="Ankit").replace(b"Ankit", b"Ank\xe9t"),
        document().replace(b"UTF-8", b"utf-7"),
    ],
)
def test_another_character_set_is_refused(data):
    assert refusal(data)[0] == "pfif.charset"


# What comes in waits for an officer.


def taken(land, data: bytes, who: str = "gaya.nodal", at=AT):
    return review.take(actor=land.bind(who), at=at, data=data)


def rows() -> list[Imported]:
    session.bind(machine("test"))
    return list(Imported.unscoped.order_by("arrived_at", "pk"))


def test_an_imported_person_waits_and_enters_no_register(land):
    session.bind(machine("test"))
    before = Matter.unscoped.count()
    assert taken(land, document(note=note(status="believed_dead"))).kept == 1
    assert [row.stands for row in rows()] == ["waits"]
    assert Matter.unscoped.count() == before


def test_what_they_say_is_sealed_and_only_the_nodal_office_opens_it(land):
    taken(land, document())
    row = rows()[0]
    assert b"Ankit" not in bytes(row.sealed_record) and b"other.example" not in bytes(row.record_key)
    assert review.look(actor=land.bind("gaya.nodal"), imported_id=row.pk)[1]["full_name"] == "Ankit Kumar"
    assert review.look(actor=land.bind("gaya.state_nodal"), imported_id=row.pk)[1]["full_name"] == "Ankit Kumar"
    for post in ("nashik.nodal", "nashik.state_nodal", "gaya.ps", "gaya.cwc", "gaya.scps", "india.ministry.0"):
        with pytest.raises((NotVisible, Forbidden)):
            review.look(actor=land.bind(post), imported_id=row.pk)


def test_only_a_nodal_officer_takes_documents_in(land):
    for post in ("gaya.ps", "gaya.dm", "gaya.cwc", "gaya.scps", "india.ministry.1"):
        with pytest.raises(Forbidden):
            taken(land, document(), who=post)


def test_the_same_record_again_is_renewed_only_by_a_newer_one(land):
    taken(land, document())
    assert taken(land, document(full_name="Older", source_date="2026-11-09T00:00:00Z")).passed_over == 1
    assert taken(land, document(full_name="Newer", source_date="2026-11-11T00:00:00Z")).renewed == 1
    (row,) = rows()
    assert review.look(actor=land.bind("gaya.nodal"), imported_id=row.pk)[1]["full_name"] == "Newer"


def test_our_own_record_that_comes_back_is_passed_over(land, settings):
    settings.BASE_URL = "https://ours.example.in"
    assert taken(land, document(record="ours.example.in/P-1")).passed_over == 1
    assert rows() == []


def test_an_expired_record_is_wiped_to_a_placeholder(land):
    taken(land, document(expiry_date="2026-11-13T00:00:00Z"))
    assert review.expire(at=AT) == 0
    assert review.expire(at=AT + timedelta(days=1)) == 1
    (row,) = rows()
    assert (row.stands, row.key, row.sealed_record) == ("expired", None, None)


def test_their_own_placeholder_wipes_our_copy(land):
    taken(land, document())
    assert taken(land, document(full_name="", expiry_date="2026-11-11T00:00:00Z")).wiped == 1
    assert rows()[0].sealed_record is None


def test_a_record_without_an_end_is_kept_sixty_days(land):
    taken(land, document())
    assert review.expire(at=AT + timedelta(days=59)) == 0
    assert review.expire(at=AT + timedelta(days=61)) == 1


def test_a_record_is_passed_on_only_to_a_report_that_the_officer_sees(land):
    from vatsalya.notices.models import Notice

    story = Story(land)
    report = story.register()
    taken(land, document())
    (row,) = rows()
    with pytest.raises(Refused) as no:
        review.pass_on(actor=land.bind("gaya.nodal"), imported_id=row.pk, number="BR-GAYA-26-99999-1", at=AT)
    assert no.value.codes == ["imported.no_such_report"]
    review.pass_on(actor=land.bind("gaya.nodal"), imported_id=row.pk, number=report.number.lower(), at=AT)
    assert Notice.objects.filter(code="import.passed", to_no=report.unit_no).count() == 1
    with pytest.raises(Refused) as no:
        review.set_aside(actor=land.bind("gaya.nodal"), imported_id=row.pk, at=AT)
    assert no.value.codes == ["twice"]


def test_what_is_set_aside_is_wiped_at_once(land):
    taken(land, document())
    review.set_aside(actor=land.bind("gaya.nodal"), imported_id=rows()[0].pk, at=AT)
    assert (rows()[0].stands, rows()[0].sealed_record) == ("set_aside", None)


def test_a_document_with_one_mistake_is_refused_whole(land):
    good = document().decode().replace("</pfif>", "")
    person = "<person><person_record_id>x.example/2</person_record_id></person></pfif>"
    with pytest.raises(Refused):
        taken(land, (good + person).encode())
    assert rows() == []


# Whose report it may be, by the same engine as at every other door.


def test_the_officer_who_looks_is_told_which_report_it_may_be(land):
    report = Story(land).register()
    told = {"full_name": "Ankit Kumar", "sex": "male", "age": "8-10", "home_city": "Gaya"}
    taken(land, document(**told, note=note(last_known_location="Gaya Junction")))
    _row, said = review.look(actor=land.bind("gaya.nodal"), imported_id=rows()[0].pk)
    (one,) = review.likely(said, actor=land.bind("gaya.nodal"), at=AT)
    assert (one.number, one.office_no) == (report.number, report.unit_no) and "name" in one.agrees
    (masked,) = review.likely(said, actor=land.bind("nashik.nodal"), at=AT)
    assert (masked.number, masked.matter_id, masked.office_no) == ("", None, report.unit_no)
    assert review.likely(said, actor=land.bind("nashik.state_nodal"), at=AT)[0].matter_id is None


def test_somebody_else_raises_no_warning_and_nobody_at_all_neither(land):
    Story(land).register()
    actor = land.bind("gaya.nodal")
    assert review.likely({"full_name": "Zubair Ansari", "sex": "female", "age": "41"}, actor=actor, at=AT) == []
    for nobody in ({}, {"full_name": ""}, {"age": "9", "sex": "male"}, {"full_name": "unknown"}):
        assert review.likely(nobody, actor=actor, at=AT) == []


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Gaya, Bihar", "Gaya"), ("gaya junction", "Gaya"), ("गया, बिहार", "Gaya"), ("Sitamarhi; Bihar", "Sitamarhi"),
        ("Hamirpur, Himachal Pradesh", "Hamirpur"), ("Hamirpur", None), ("Bihar", None), ("nowhere", None), ("", None),
    ],
)  # fmt: skip
def test_a_district_is_read_only_where_one_is_named(db, text, town):
    """Hamirpur lies in two States: alone it names neither."""
    found = likely.district(text)
    assert found == (None if town is None else found) and (town is None or places.district(found).name_en == town)
    if "Himachal" in text:
        assert places.district(found).state.name_en == "Himachal Pradesh"


def test_their_words_become_answers_and_what_does_not_fit_is_left_out(db):
    said = {
        "full_name": "Ankit", "alternate_names": "Chintu\nMunna", "sex": "other", "age": "9", "home_city": "Gaya",
        "date_of_birth": "2017", "notes": [
            {"source_date": "2026-11-10T00:00:00Z", "last_known_location": "Patna"},
            {"source_date": "2026-11-12T00:00:00Z", "last_known_location": "Gaya"},
        ],
    }  # fmt: skip
    assert likely.answers(said) == {
        "name": "Ankit", "alias": "Chintu", "age": {"value": 9.0, "basis": "apparent"}, "home_text": "Gaya",
        "home_place": place("Gaya"), "last_seen_text": "Gaya",
    }  # fmt: skip
    assert likely.answers({"date_of_birth": "2017-02-31", "age": "8-10"}) == {
        "age": {"value": 9.0, "basis": "apparent"}
    }
