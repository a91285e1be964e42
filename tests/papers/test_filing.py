"""The general door: who is offered which form, what an order asks, how a paper is replaced."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.access.test_matrix import ON_NEED, ORACLE
from tests.access.world import POSTS
from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, now
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard
from vatsalya.notices.models import Notice
from vatsalya.papers import actions as papers
from vatsalya.papers import filing, queries
from vatsalya.people.models import Child
from vatsalya.plans import actions as plans
from vatsalya.sittings import actions as sittings
from vatsalya.sittings import queries as seats

from .samples import answers, posted

AT = FOUND + timedelta(days=2)
MEMBERS = {"cwc_chair", "cwc_member"}
#: Who fills each form, as part (a) of the law's list and the role matrix (d) have it.
UNIT = {"dcpo", "social_worker", "protection_officer"}
CARES = UNIT - {"dcpo"} | {"pic", "home_worker", "saa_officer", "probation_officer", "ngo_worker"}
FILLS = {
    **dict.fromkeys(("15", "19", "24", "25", "26", "32", "36", "37"), MEMBERS),
    **dict.fromkeys(("20", "23", "33"), MEMBERS | UNIT),
    **dict.fromkeys(("30", "31"), UNIT - {"dcpo"}),
    "34": UNIT,
    "35": MEMBERS | UNIT - {"dcpo"},
    **dict.fromkeys(("7A", "7B", "7C", "7D"), CARES),
    "14": MEMBERS | {"pic", "home_worker", "saa_officer", "probation_officer", "jjb_pm", "jjb_member"},
    "43": {"pic", "home_worker", "saa_officer"},
}
ORDERS = {"19", "25", "32", "36", "37"}


def test_who_files_what_stands_in_the_rules() -> None:
    for no, roles in FILLS.items():
        form = law().newest_form(no)
        assert set(form.by) == roles and form.on == ("cncp",) and form.order == (no in ORDERS), no


@pytest.fixture
def story(db: Any) -> Story:
    """A child under inquiry before the Committee of Nashik; nobody sits."""
    made = Story(settle())
    made.admit(age={"value": 9, "basis": "told"})
    made.produce()
    sitting = made.place()
    sittings.close_sitting(actor=made.land.bind("nashik.cwc"), sitting_id=sitting.pk, at=FOUND + timedelta(hours=13))
    return made


def ids(story: Story, post: str, at: datetime = AT) -> dict[str, Any]:
    return {"actor": story.land.bind(post), "matter_id": story.case.pk, "at": at}


def given(no: str, **more: Any) -> dict[str, Any]:
    form = law().newest_form(no)
    free = {field.key for field in form.fields if field.not_before is None or field.required}
    free -= {"withdrawn_on"}
    return {key: said for key, said in answers(form, "en").items() if key in free} | more


def codes(refused: Any) -> list[str]:
    return [one.code for one in refused.value.refusals]


def test_every_post_is_offered_exactly_the_forms_that_the_law_gives_it(story: Story) -> None:
    """Of who may read the case, those the form names; of orders, the owning Committee's members alone."""
    now_ = {
        no
        for no in FILLS
        if law().newest_form(no).at_states in ((),) or "UNDER_INQUIRY" in law().newest_form(no).at_states
    }
    for role, post in [*POSTS.items(), ("cwc_member", "gaya.cwc.1"), ("social_worker", "gaya.dcpu.1")]:
        actor = story.land.bind(post)
        relation = (
            "own" if post.startswith("nashik.cwc") else "district" if post.startswith("nashik") else "other_state"
        )
        relation = "involved" if post in ("nashik.dcpu.0", "nashik.home") else relation
        reads = ORACLE[role, "cncp_case", relation]["may_read"] == "yes"
        orders = ORACLE[role, "cncp_order", relation]["may_act"] == "yes"
        wanted = {no for no in now_ if role in FILLS[no] and reads and (orders or no not in ORDERS)}
        on_need = ON_NEED in ORACLE[role, "cncp_case", relation]["basis"]
        try:
            matter = matters.see(actor, story.case.pk, act="paper.read")
            found, opened = {one.form.no for one in filing.offered(actor=actor, matter=matter, at=AT)}, True
        except (NotVisible, Forbidden):
            found, opened = set(), False
        assert opened == (reads and not on_need), (role, relation)
        assert found == wanted, (role, relation)
        for no in sorted({"19", "26", "35"} - wanted) if post.startswith("gaya") or role == "cwc_secretary" else ():
            with pytest.raises((NotVisible, Forbidden)):
                filing.file(actor=actor, matter_id=story.case.pk, form=no, at=AT, answers=given(no))


def test_an_order_needs_a_sitting_and_three_members_and_names_them(story: Story) -> None:
    with pytest.raises(Refused) as no:
        filing.file(form="19", answers=given("19"), **ids(story, "nashik.cwc"))
    assert codes(no) == ["sitting.open", "sitting.three_members"]
    story.sit("nashik", 2, AT)
    with pytest.raises(Refused, match="sitting.three_members"):
        filing.file(form="19", answers=given("19"), **ids(story, "nashik.cwc"))
    third = story.land.bind("nashik.cwc.2")
    sittings.attend(actor=third, sitting_id=seats.running(third.office_no, AT).pk, at=AT)
    made = filing.file(form="19", answers=given("19"), **ids(story, "nashik.cwc"))
    assert [one["role"] for one in made.members] == ["cwc_chair", "cwc_member", "cwc_member"]
    assert made.form == "19" and made.serial.startswith("F19-MH-")


def test_a_paper_of_a_move_and_a_form_out_of_its_time_are_not_filed_here(story: Story) -> None:
    story.sit("nashik", 3, AT)
    with pytest.raises(Forbidden):
        filing.file(form="18", answers=given("18"), **ids(story, "nashik.cwc"))
    with pytest.raises(Refused, match="state.wrong"):
        filing.file(form="36", answers=given("36"), **ids(story, "nashik.cwc"))


def test_the_office_that_signed_puts_a_new_paper_in_place_and_no_other(story: Story) -> None:
    first = filing.file(form="26", answers=given("26"), **ids(story, "nashik.cwc"))
    with pytest.raises(Refused, match="paper.once"):
        filing.file(form="26", answers=given("26"), **ids(story, "nashik.cwc.1"))
    two = story.land.bind("nashik.cwc.1")
    assert filing.replaceable(actor=two, matter=first.matter, at=AT) == {first.pk}
    newer = filing.replace(actor=two, paper_id=first.pk, at=AT, answers=given("26", station="Igatpuri"))
    assert newer.supersedes_id == first.pk and papers.newest(story.case, "26") == newer
    with pytest.raises(Refused, match="paper.superseded"):
        filing.replace(actor=two, paper_id=first.pk, at=AT, answers=given("26"))
    theirs = filing.file(form="20", answers=given("20"), **ids(story, "nashik.cwc"))
    unit = story.land.bind("nashik.dcpu")  # its officer files this form too, but did not sign this one
    with pytest.raises(Forbidden):
        filing.replace(actor=unit, paper_id=theirs.pk, at=AT, answers=given("20"))


def test_what_a_colleague_may_not_see_is_not_lost_by_a_correction(story: Story) -> None:
    """Only the visitor sees what was written of abuse; another worker's correction would drop it."""
    asked = plans.open_investigation(story.case)
    for number in (1, 2):
        worker = story.land.postings[f"nashik.dcpu.{number}"]
        plans.assign(actor=story.land.bind("nashik.dcpu"), investigation_id=asked.pk, posting_id=worker.pk, at=AT)
        if number == 1:
            made = filing.file(form="35", answers=given("35", visited_on="2026-11-25"), **ids(story, "nashik.dcpu.1"))
            one = story.land.bind("nashik.dcpu.1")
            assert filing.replaceable(actor=one, matter=made.matter, at=AT) == {made.pk}
            assert "special" not in law().roles["social_worker"].sees
            session.bind(machine("test"))
            told = Notice.objects.filter(code="paper.filed", to_no=story.case.unit_no)
            assert told.count() == 1
    other = story.land.bind("nashik.dcpu.2")
    matter = matters.see(other, story.case.pk, act="paper.file")
    assert made.pk not in filing.replaceable(actor=other, matter=matter, at=AT)
    with pytest.raises(Forbidden):
        filing.replace(actor=other, paper_id=made.pk, at=AT, answers=given("35", visited_on="2026-11-25"))
    assert queries.classes(other, made) < queries.ALL


def test_a_declaration_before_day_sixty_one_of_a_deed_is_impossible(story: Story) -> None:
    story.sit("nashik", 3, AT)
    with pytest.raises(Refused, match="papers.surrender_applied"):
        filing.file(form="24", answers=given("24"), **ids(story, "nashik.cwc"))
    surrendered = given("25", route="surrendered", basis=["surrender"])
    with pytest.raises(Refused, match="papers.deed_signed"):
        filing.file(form="25", answers=surrendered, **ids(story, "nashik.cwc"))
    filing.file(form="23", answers=given("23"), **ids(story, "nashik.cwc"))
    with pytest.raises(Refused, match="papers.two_witnesses"):
        filing.file(form="24", answers=given("24", witnesses=[{"name": "Asha"}]), **ids(story, "nashik.cwc"))
    deed = filing.file(form="24", answers=given("24"), **ids(story, "nashik.cwc"))
    day = datetime.combine(deed.signed_at.astimezone(IST).date(), datetime.min.time(), tzinfo=IST)
    last = day + timedelta(days=61) - timedelta(seconds=1)
    with pytest.raises(Refused) as no:
        filing.file(form="25", answers=given("25", route="orphan", basis=["inquiry"]), **ids(story, "nashik.cwc", last))
    assert codes(no) == ["papers.sixty_days_over"]
    assert no.value.refusals[0].facts["day"] == f"{day + timedelta(days=61):%d-%m-%Y}"
    made = filing.file(form="25", answers=surrendered, **ids(story, "nashik.cwc", last + timedelta(seconds=1)))
    assert len(made.members) == 3


def test_parents_who_took_the_surrender_back_in_time_keep_their_child(story: Story) -> None:
    story.sit("nashik", 3, AT)
    filing.file(form="23", answers=given("23"), **ids(story, "nashik.cwc"))
    deed = filing.file(form="24", answers=given("24"), **ids(story, "nashik.cwc"))
    chair, late = story.land.bind("nashik.cwc"), AT + timedelta(days=90)
    again = {"actor": chair, "paper_id": deed.pk, "at": late}
    beyond = f"{AT + timedelta(days=61):%Y-%m-%d}"
    with pytest.raises(Refused, match="date.beyond"):
        filing.replace(answers=given("24", withdrawn_on=beyond), **again)
    filing.replace(answers=given("24", withdrawn_on=f"{AT + timedelta(days=60):%Y-%m-%d}"), **again)
    for answers_ in (
        given("25", route="surrendered", basis=["surrender"]),
        given("25", route="orphan", basis=["inquiry"]),
    ):
        with pytest.raises(Refused, match="papers.deed_not_taken_back"):
            filing.file(form="25", answers=answers_, **ids(story, "nashik.cwc", late + timedelta(days=90)))


@pytest.mark.parametrize(
    ("age", "code"), [(4.0, "papers.six_or_older"), (5.9, "papers.six_or_older"), (6.0, ""), (None, "")]
)
def test_no_child_under_six_goes_to_a_foster_family(age: float | None, code: str) -> None:
    assert "papers.six_or_older" in law().newest_form("32").guards
    child = Child(age_value=age, age_on=AT.date())
    no = guard["papers.six_or_older"](Matter(child=child), actor=None, at=AT)
    assert (no.code if no else "") == code


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_the_page_of_papers_offers_a_form_that_is_filled_and_signed_without_a_script(
    client: Client, story: Story, lang: str, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, story.land.postings["nashik.cwc.1"])
    client.cookies["language"] = lang
    page = f"/desk/papers/of/{story.case.pk}/"
    assert page in client.get(f"/desk/cases/{story.case.pk}/").content.decode()
    with django_assert_max_num_queries(25):
        shown = client.get(page).content.decode()
    form = law().newest_form("26")
    assert f'href="{page}26/"' in shown and form.title[lang] in shown
    assert law().newest_form("19").title[lang] in shown and f'href="{page}19/"' not in shown  # nobody sits
    filled = client.get(f"{page}26/").content.decode()
    assert form.sections[-1].text[0][lang] in filled
    data = posted(form, given("26"))
    data["token"] = "0f0e0d0c-0000-4000-8000-000000000001"
    sent = client.post(f"{page}26/", data.dict() | {"form_version": form.version})
    assert sent.status_code == 302 and sent["Location"] == page
    after = client.get(page).content.decode()
    signed = papers.newest(story.case, "26")
    assert signed.serial in after and f"/desk/papers/{signed.pk}/replace/" in after
    assert client.get(f"/desk/papers/{signed.pk}/replace/").status_code == 200
    assert client.get(f"{page}18/").status_code == 404 and client.get(f"{page}nothing/").status_code == 404
    sign_in(client, story.land.postings["gaya.cwc.0"])
    assert {client.get(one).status_code for one in (page, f"{page}26/", f"/desk/papers/{signed.pk}/replace/")} == {404}
    assert now() > FOUND


def test_two_who_replace_one_paper_see_each_others_before_the_second_is_signed(story: Story, client: Client) -> None:
    old = filing.file(form="26", answers=given("26"), **ids(story, "nashik.cwc"))
    sign_in(client, story.land.postings["nashik.cwc.1"])
    client.cookies["language"] = "en"
    url = f"/desk/papers/{old.pk}/replace/"
    assert f'name="row_version" value="{old.serial}"' in client.get(url).content.decode()
    one = story.land.bind("nashik.cwc")
    theirs = filing.replace(actor=one, paper_id=old.pk, at=AT, answers=given("26", station="Igatpuri"))
    sent = posted(law().newest_form("26"), given("26", station="Deolali")).dict() | {"row_version": old.serial}
    stopped = client.post(url, sent)
    shown = stopped.content.decode()
    assert stopped.status_code == 422 and "Igatpuri" in shown and 'value="Deolali"' in shown
    assert f'name="row_version" value="{theirs.serial}"' in shown
    assert client.post(url, sent | {"row_version": theirs.serial}).status_code == 302
    session.bind(machine("test"))
    assert papers.newest(story.case, "26").supersedes_id == theirs.pk
