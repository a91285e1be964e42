"""The public search and what a poster's code opens: no gallery, no address to guess, nothing kept anywhere."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.country_of_tests import district
from tests.publish.conftest import ALL
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date, now
from vatsalya.matters import actions as matters
from vatsalya.mis import small
from vatsalya.missing import brake, proposing, publish
from vatsalya.missing.models import MissingReport
from vatsalya.places import queries as places
from vatsalya.public.search import links

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    """Small puzzles."""
    monkeypatch.setitem(law().publication.brake, "bits", 2)
    monkeypatch.setitem(law().publication.brake, "bits_most", 6)


@pytest.fixture
def public(desk):
    """Ankit's card with a picture, public from now."""
    matter = desk.register(photo=True)
    day = ist_date(now())
    return desk.publish(
        matter, at=now(), fields=ALL, photo_id=desk.photo_of(matter), consent_on=day, authority_on=day,
        until_on=day + timedelta(days=30),
    )  # fmt: skip


def ask(client: Client, **choices):
    """Search as a browser does that solves the puzzle."""
    page = client.get("/search/").content.decode()
    token, bits = re.search(r'name="puzzle" value="([^"]+)"', page)[1], re.search(r'data-puzzle="(\d+)"', page)[1]
    return client.post("/search/", {"puzzle": token, "answer": brake.solve(token, int(bits)), "look": "1", **choices})


def gaya() -> dict[str, str]:
    """The district as the form gives it."""
    found = district("Gaya")
    return {"state": str(found.state_id), "district": str(found.code)}


@pytest.mark.parametrize(("age", "there"), [(6, False), (7, True), (8, True), (10, True), (13, True), (14, False)])
def test_about_an_age_means_two_years_either_side_of_the_band(public, age, there):
    """Ankit's card says 9 to 11 years; nobody guesses a child's age to the year."""
    cards, more = publish.search(at=now(), limit=20, age=age)
    assert [card.public_id for card in cards] == ([public.public_id] if there else []) and not more


@pytest.mark.parametrize(("lang", "words"), [("hi", "लड़का"), ("en", "Boy")])
def test_a_place_or_an_age_finds_the_card_in_the_readers_language(public, lang, words):
    for choices in (gaya(), {"age": "10"}, gaya() | {"age": "9", "sex": "boy"}):
        answer = ask(Client(headers={"accept-language": lang}), **choices)
        body = answer.content.decode()
        assert "अंकित" in body and words in body and f"/seen-a-child/?card={public.public_id}" in body
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"] and 'name="robots"' in body


def test_the_page_holds_nothing_but_the_allowed_fields(public):
    body = ask(Client(), **gaya()).content.decode()
    session.bind(machine("test"))
    for secret in ("कुमार", "राजेश", "सुनीता", "शांतिपुर", "Zgyandeep", "0000012345", "जंक्शन", public.matter.number,
                   str(public.pk), str(public.matter_id), str(public.matter.child_id)):  # fmt: skip
        assert secret not in body, secret


@pytest.mark.parametrize(
    "choices", [{}, {"sex": "boy"}, {"state": "10"}, {"age": "99"}, {"age": "x"}, {"district": "1"}]
)
def test_without_place_and_age_there_is_no_answer(public, choices):
    answer = ask(Client(), **choices)
    assert answer.status_code == 422 and "अंकित" not in answer.content.decode()


@pytest.mark.parametrize("choices", [{"age": "3"}, {"sex": "girl", "age": "10"}])
def test_another_age_or_sex_finds_nothing(public, choices):
    answer = ask(Client(), **choices)
    assert answer.status_code == 200 and "अंकित" not in answer.content.decode()


def test_a_puzzle_is_used_once(public):
    client = Client()
    page = client.get("/search/").content.decode()
    token, bits = re.search(r'name="puzzle" value="([^"]+)"', page)[1], re.search(r'data-puzzle="(\d+)"', page)[1]
    told = {"puzzle": token, "answer": brake.solve(token, int(bits)), "look": "1", "age": "10"}
    assert "अंकित" in client.post("/search/", told).content.decode()
    again = client.post("/search/", told)
    assert again.status_code == 422 and "अंकित" not in again.content.decode()
    other = Client().post("/search/", told)
    assert other.status_code == 422


def test_without_javascript_one_waits_and_is_then_shown(public, monkeypatch):
    monkeypatch.setitem(law().publication.brake, "slow_seconds", 4)
    client = Client(headers={"accept-language": "en"})
    client.get("/search/")
    first = client.post("/search/", {"age": "10", "look": "1", "answer": ""})
    body = first.content.decode()
    assert first.status_code == 422 and "Please wait 4 seconds" in body and "अंकित" not in body
    ticket = re.search(r'name="ticket" value="([^"]+)"', body)[1]
    early = client.post("/search/", {"age": "10", "look": "1", "answer": "", "ticket": ticket})
    assert early.status_code == 422 and ticket in early.content.decode()
    import time

    time.sleep(4.2)
    assert "अंकित" in client.post("/search/", {"age": "10", "look": "1", "ticket": ticket}).content.decode()


def test_without_javascript_one_waits_once_even_while_the_alarm_sounds(public, monkeypatch):
    monkeypatch.setitem(law().publication.brake, "slow_seconds", 1)
    monkeypatch.setattr(brake, "_guarded", lambda *told: True)
    client = Client(headers={"accept-language": "en"})

    def press(body: str, **said: str) -> str:
        ticket = re.search(r'name="ticket" value="([^"]+)"', body)[1]
        return client.post("/search/", {"answer": "", "ticket": ticket} | said).content.decode()

    where = district("Gaya").code
    body = press(client.get("/search/").content.decode(), age="10", look="1")
    assert "Choose district, age and boy or girl" in body or "Please wait" in body
    import time

    time.sleep(1.1)
    body = press(press(body, age="10", look="1"), age="10", state=str(places.state_of(where)), districts="1")
    assert "अंकित" in press(body, age="10", state=str(places.state_of(where)), district=str(where), sex="boy", look="1")


def test_at_most_twenty_no_totals_no_further_pages(desk, public, monkeypatch):
    monkeypatch.setitem(law().publication.brake, "page", 2)
    day = ist_date(now())
    for _ in range(3):
        desk.publish(desk.register(), at=now(), consent_on=day, authority_on=day, until_on=day + timedelta(days=9))
    for more in ({}, {"page": "2"}, {"offset": "2"}, {"limit": "500"}):
        body = ask(Client(headers={"accept-language": "en"}), **gaya(), **more).content.decode()
        assert body.count("<article") == 2 and "Others fit too" in body
        assert 'rel="next"' not in body and not re.search(r"\b[345] (children|results|of)\b", body)
    assert law().publication.brake["page"] == 2 and publish.live_count(at=now()) == 4


def test_a_picture_opens_for_the_browser_that_was_shown_the_card_only(public):
    client = Client()
    body = ask(client, **gaya()).content.decode()
    link = re.search(r'src="(/search/picture/[^"]+)"', body)[1]
    answer = client.get(link)
    assert answer.status_code == 200 and answer.content[:3] == b"\xff\xd8\xff"
    assert answer.headers["Cache-Control"] == "private, no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    assert Client().get(link).status_code == 404
    thief = Client()
    thief.get("/search/")
    assert thief.get(link).status_code == 404
    assert client.get(link.partition("?")[0]).status_code == 404
    assert client.get(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 404
    ends, _, seal = link.partition("k=")[2].partition(".")
    assert client.get(f"{link.partition('?')[0]}?k={int(ends) + 3600}.{seal}").status_code == 404


def test_a_picture_link_runs_out(public):
    key = links.signed(public.public_id, "s" * 22, now())
    assert links.holds(public.public_id, key, "s" * 22, now() + timedelta(minutes=4))
    assert not links.holds(public.public_id, key, "s" * 22, now() + timedelta(minutes=6))
    assert not links.holds(uuid4(), key, "s" * 22, now())
    for bad in ("", ".", "१२.x", "9" * 40 + ".x", "1.é"):
        assert not links.holds(public.public_id, bad, "s" * 22, now())


def test_recovery_takes_everything_down_at_once(desk, land, public):
    """Measured: from the move to the last place where the child could be seen (the limit is sixty seconds)."""
    client = Client(headers={"accept-language": "en"})
    link = re.search(r'src="(/search/picture/[^"]+)"', ask(client, **gaya()).content.decode())[1]
    assert client.get(link).status_code == 200
    session.bind(machine("test"))
    MissingReport.unscoped.filter(pk=public.matter_id).update(outcome="restored")
    from time import perf_counter

    began = perf_counter()
    matters.move(public.matter, "trace", actor=machine("test"), at=now())
    gone = client.get(link).status_code, "अंकित" in ask(client, **gaya()).content.decode()
    page = client.get(f"/poster/{public.public_id}/").content.decode()
    took = perf_counter() - began
    assert gone == (404, False) and list(publish.live(at=now())) == []
    assert "Found, thank you" in page and "अंकित" not in page
    assert took < 10, f"{took:.1f} s"


def test_a_posters_code_shows_the_live_card_then_that_it_ended(land, public):
    client = Client(headers={"accept-language": "en"})
    assert "अंकित" in client.get(f"/poster/{public.public_id}/").content.decode()
    proposing.withdraw(actor=land.bind("gaya.ps"), card_id=public.pk, at=now(), why="consent")
    page = client.get(f"/poster/{public.public_id}/")
    assert page.status_code == 200 and "This poster has ended" in page.content.decode()
    assert "अंकित" not in page.content.decode() and page.headers["Cache-Control"] == "private, no-store"


def test_guessed_ids_open_nothing(public):
    for guess in (uuid4(), public.pk, public.matter_id, public.matter.child_id):
        assert Client().get(f"/poster/{guess}/").status_code == 404
    assert public.public_id.version == 4


def test_search_engines_are_told_to_keep_away():
    text = Client().get("/robots.txt").content.decode()
    assert "Disallow: /search/" in text and "Disallow: /poster/" in text


def test_a_hostile_name_or_clothes_is_shown_as_letters(desk):
    day = ist_date(now())
    matter = desk.register(name="<script>alert(1)</script>")
    desk.publish(
        matter, at=now(), consent_on=day, authority_on=day, until_on=day + timedelta(days=9),
        clothes='"><img src=x onerror=alert(1)>',
    )  # fmt: skip
    body = ask(Client(), age="10").content.decode()
    assert "<script>alert" not in body and "<img src=x" not in body


def test_the_counters_hide_small_counts(land, desk):
    from vatsalya.mis import engine

    desk.register()
    engine.refresh(at=now())
    page = Client(headers={"accept-language": "en"}).get("/figures/").content.decode()
    assert "hidden" in page and "Bihar" in page and ">1<" not in page


def test_one_hidden_count_is_never_alone_in_its_column():
    def column(*values: int) -> list[int | None]:
        return [row[0] for row in small.table([[value] for value in values])]

    assert column(3, 40, 9, 0) == [None, 40, None, 0]
    assert column(3, 2, 9) == [None, None, 9] and column(0, 0) == [0, 0] and column(7, 8) == [7, 8]


def test_no_hidden_count_of_a_place_follows_from_the_others():
    rows = [[11, 1, 0, 12], [30, 40, 20, 50], [8, 9, 9, 8]]  # start + reported - traced = still
    told = small.table(rows, balance=range(4))
    assert told[0][1] is None and told[0].count(None) == 2  # 12 - 11 told that it was one
    for line in (*told, *zip(*told, strict=True)):
        assert list(line).count(None) != 1
    assert small.table(rows, balance=range(4), inside={0})[0] == rows[0]
