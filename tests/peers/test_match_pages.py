"""Replayed from peers' tests (M.0, M.2): who may open possible matches, what the pages show, and the list of them."""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.country_of_tests import Land
from tests.journeys.story import FOUND, REPORTED
from tests.peers.telling import LINE, admitted, case, confirmed, decided, give, report, reported, stored, verdict
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Refused
from vatsalya.matters.models import Matter
from vatsalya.missing import match, pair_view
from vatsalya.missing.models import Pair
from vatsalya.papers import uploads
from vatsalya.people import photos

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(land: Land) -> Pair:
    """T1, reported at Gaya, and K1, in the home of Nashik."""
    found = stored(reported(land, "T1"), admitted(land, "K1"))
    assert found is not None
    return found


def opened(land: Land, who: str, name: str, *ids: Any) -> Any:
    """A page as this person gets it."""
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["language"] = "en"
    return sign_in(client, land.postings[f"{who}.0" if not who[-1].isdigit() else who]).get(reverse(name, args=ids))


def numbers(pair: Pair) -> list[str]:
    """The numbers of the report and of the case."""
    session.bind(machine("test"))
    return [Matter.unscoped.get(pk=pk).number for pk in (pair.missing_id, pair.found)]


def test_m09_the_asked_see_score_likelihood_both_files_and_the_comparison(land: Land, pair: Pair) -> None:
    for who in ("gaya.ps", "nashik.cwc"):
        page = opened(land, who, "desk:match", pair.pk)
        words = page.content.decode()
        assert page.status_code == 200 and all(number in words for number in numbers(pair))
        shown = {str(one["label"]): one for one in page.context["facts"]}
        assert shown["Father"]["missing"] == "Yazen Al-Rashid" and shown["Father"]["found"] == "Yazan Al-Rashid"
        assert page.context["pair"].bits >= LINE and 0.5 < page.context["pair"].probability <= 1
        assert page.context["reasons"] and page.context["near"] == []


def picture() -> Any:
    """A photograph made here, cleaned as any upload is."""
    out = io.BytesIO()
    Image.effect_noise((300, 400), 60).convert("RGB").save(out, "JPEG")
    return uploads.clean_photo(out.getvalue())


def test_m10_who_reads_but_does_not_decide_sees_no_photograph(land: Land, pair: Pair) -> None:
    session.bind(machine("test"))
    for pk in (pair.missing_id, pair.found):
        child_id = Matter.unscoped.get(pk=pk).child_id
        photos.add(actor=machine("test"), child_id=child_id, photo=picture(), given_by="family", at=REPORTED)
    decides, reads = (opened(land, who, "desk:match", pair.pk) for who in ("gaya.ps", "gaya.sjpu"))
    assert (decides.status_code, decides.context["pictures"]) == (200, {"missing", "found"})
    assert (reads.status_code, reads.context["pictures"]) == (200, set())
    assert "<img" not in reads.content.decode().split("Side by side")[1]
    for side in ("missing", "found"):
        assert opened(land, "gaya.ps", "desk:match_photo", pair.pk, side).status_code == 200
        assert opened(land, "gaya.sjpu", "desk:match_photo", pair.pk, side).status_code == 404


def test_m11_whoever_is_not_asked_does_not_open_a_reports_matches(land: Land, pair: Pair) -> None:
    """Theirs is 403. Ours says 403 of a screen or an act; a file's own address is to strangers as if it were not."""
    for who in ("gaya.dcpu.1", "gaya.rail_post", "pune.ps"):
        assert opened(land, who, "desk:match", pair.pk).status_code == 404
        assert opened(land, who, "desk:missing", pair.missing_id).status_code == 404
    assert opened(land, "gaya.dcpu.1", "desk:match_list").status_code == 403
    assert not opened(land, "pune.ps", "desk:match_list").context["rows"]
    for who, code in (("gaya.sjpu", 403), ("gaya.dcpu.1", 403), ("pune.ps", 404)):
        client = sign_in(Client(), land.postings[who if who[-1].isdigit() else f"{who}.0"])
        assert client.post(reverse("desk:match_decide", args=[pair.pk]), {"says": "same"}).status_code == code
    assert verdict_of(pair) == ("possible", "", "")


def verdict_of(pair: Pair) -> tuple[str, str, str]:
    """How the pair stands and what both sides said."""
    session.bind(machine("test"))
    now = Pair.unscoped.get(pk=pair.pk)
    return now.verdict, now.missing_says, now.found_says


def test_m12_nor_those_of_a_case(land: Land, pair: Pair) -> None:
    for who in ("nashik.dcpu.1", "nashik.home", "pune.cwc"):
        assert opened(land, who, "desk:match", pair.pk).status_code == 404
    assert opened(land, "nashik.dcpu.1", "desk:case", pair.found).status_code == 404  # not given to this worker
    assert opened(land, "nashik.home", "desk:match_list").status_code == 403
    own = opened(land, "nashik.home", "desk:case", pair.found).content.decode()  # its own child: whom to ask, no more
    assert str(pair.pk) not in own and "Yazen" not in own and "ps gaya" in own


def test_m13_a_match_needs_two_persons_with_access_and_not_one_who_may_write(land: Land, pair: Pair) -> None:
    """Differ: linking a trace to a case also needs access to the case, and a second person."""
    said = decided(land, pair, ("gaya.ps", "same"))
    assert said.verdict == "possible"
    with pytest.raises(Refused, match="match.same_person_twice"):
        match.decide(actor=replace(land.bind("nashik.cwc"), account_id=said.missing_by), pair_id=pair.pk, says="same",
                     at=FOUND)  # fmt: skip
    assert decided(land, pair, ("nashik.cwc.1", "same")).verdict == "confirmed"
    page = opened(land, "nashik.cwc", "desk:case", pair.found)
    assert reverse("desk:match", args=[pair.pk]) in page.content.decode()


def test_m14_a_report_shows_its_match_and_none_where_there_is_none(land: Land, pair: Pair) -> None:
    alone = reported(land, "T2")
    for matter_id, there in ((pair.missing_id, True), (alone.pk, False)):
        page = opened(land, "gaya.ps", "desk:missing", matter_id)
        words = page.content.decode()
        assert ("<h2>Possible matches</h2>" in words, str(pair.pk) in words) == (there, there)


def test_m51_a_confirmed_pair_is_on_both_pages_without_a_button_until_taken_back(land: Land, pair: Pair) -> None:
    asks = reverse("desk:match_decide", args=[pair.pk])
    before = opened(land, "nashik.cwc", "desk:match", pair.pk).content.decode()
    assert asks in before and "Both sides confirmed" not in before
    confirmed(land, pair)
    for who, name, file in (("gaya.ps", "desk:missing", pair.missing_id), ("nashik.cwc", "desk:case", pair.found)):
        page = opened(land, who, name, file).content.decode()
        assert reverse("desk:match", args=[pair.pk]) in page and "confirmed" in page.casefold()
        page = opened(land, who, "desk:match", pair.pk).content.decode()
        assert asks not in page and "Both sides confirmed" in page
    match.unconfirm(actor=land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=FOUND)
    after = opened(land, "nashik.cwc", "desk:match", pair.pk).content.decode()
    assert asks in after and "Both sides confirmed" not in after


def test_m52_the_list_names_no_file_twice_leaves_the_decided_out_and_has_pages(land: Land) -> None:
    one = report(land)
    found = [case(land, town) for town in ("nashik", "pune", "gaya")]
    for other in found:
        give(one, other, LINE + 3)
    refused, agreed = reported(land, "T1"), reported(land, "T2")
    decided(land, give(refused, found[0], LINE + 3), ("gaya.ps", "different"))
    confirmed(land, give(agreed, case(land, "nashik"), LINE + 3))
    assert (verdict(refused, found[0]), one.pk != agreed.pk) == ("rejected", True)
    listed = opened(land, "gaya.ps", "desk:match_list")
    assert [row["pair"].missing_id for row in listed.context["rows"]] == [one.pk]
    assert [row["more"] for row in listed.context["rows"]] == [2]
    assert pair_view.counts(actor=land.bind("gaya.ps")) == {"mine": 1, "theirs": 0, "decided": 2}
    more = [case(land, "pune") for _ in range(25)]
    for other in more:
        give(one, other, LINE + 3)
    client = sign_in(Client(), land.postings["pune.cwc.0"])
    pages = [client.get(reverse("desk:match_list"), {"page": number}) for number in (1, 2)]
    shown = [row["pair"].found for page in pages for row in page.context["rows"]]
    assert [len(page.context["rows"]) for page in pages] == [25, 1]
    assert set(shown) == {found[1].pk, *(other.pk for other in more)}


def test_near_equal_candidates_are_named_to_the_officer(land: Land) -> None:
    """Three near-equals are not "possible" each: the page says that it cannot decide (M-25 says it of the scores)."""
    one = report(land)
    found = [case(land, town) for town in ("nashik", "pune", "gaya")]
    pairs = [give(one, other, LINE + 5 - step / 10) for step, other in enumerate(found)]
    page = opened(land, "gaya.ps", "desk:match", pairs[0].pk)  # type: ignore[union-attr]
    assert [near.pk for near, _ in page.context["near"]] == [pairs[1].pk, pairs[2].pk]  # type: ignore[union-attr]
    assert "Cannot decide between these." in page.content.decode()
    fresh = give(one, found[0], LINE + 30)
    page = opened(land, "gaya.ps", "desk:match", fresh.pk)  # type: ignore[union-attr]
    assert page.context["near"] == [] and "Cannot decide between these." not in page.content.decode()
