"""What the missing side does when a care case moves: search, and tell the family by its own report."""

from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.cncp.models import CareCase
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.matching import actions as engine
from vatsalya.matters import actions as matters
from vatsalya.matters import links
from vatsalya.matters.models import Matter, Move, Transfer
from vatsalya.matters.registry import on
from vatsalya.notices import actions as notices
from vatsalya.people import vault
from vatsalya.placements.movement import Gone

from . import barring, escaped, news, proposals, publish, steps
from . import pair_states as states
from .models import MissingReport, Pair
from .owed_again import owed_again


def search_for_found(case: Matter, *, at: Any, found_on: Any) -> None:
    """Search all open missing reports of the country for a child just admitted."""
    with session.engine():
        known = vault.read_for_engine(case.child_id)
    proposals.run(matter=case, side="found", known=known, event_on=ist_date(found_on), at=at)


def _missing_of(case: Matter) -> Matter | None:
    standing = [link.other for link in links.of_kind(case, "same_child")]
    return gate.visible(ENGINE, Matter).filter(pk__in=standing, kind="missing").first()


def _step(made: Move, name: str, *states: str) -> None:
    with session.engine():
        report = _missing_of(made.matter)
        if report is not None and report.state in states:
            matters.move(report, name, actor=machine("follow"), at=made.at)


@on("placement.escape")
def child_left_the_home(made: Move, *, gone: Gone | None = None, by: Actor | None = None, **facts: Any) -> None:
    """The police know at once: the standing report is opened again, else one is drafted at the station of the place."""
    if gone is None or by is None:
        return
    with session.engine():
        case = gate.visible(ENGINE, Matter).select_related("child").filter(pk=made.matter.parent_id).first()
        report = _missing_of(case) if case is not None else None
        if report is not None:
            escaped.open_again(report, gone, by=by, at=made.at)
        elif case is not None:
            report = escaped.draft(case, gone, by=by, at=made.at)
        if report is not None:
            escaped.tell(report, at=made.at)


@on("placement.come_back")
def child_is_in_the_home_again(made: Move, **facts: Any) -> None:
    """Who came back after leaving is not looked for any more."""
    if made.from_state != "ESCAPED":
        return
    with session.engine():
        case = gate.visible(ENGINE, Matter).filter(pk=made.matter.parent_id).first()
        report = _missing_of(case) if case is not None else None
        if report is not None:
            escaped.found_again(report, home=made.matter.office, at=made.at)


@on("placement.record_death")
def nothing_of_a_death_is_public(made: Move, **facts: Any) -> None:
    """A child who died is not compared any more, and no card of it stands; the station ends its report itself."""
    with session.engine():
        case = gate.visible(ENGINE, Matter).filter(pk=made.matter.parent_id).first()
        report = _missing_of(case) if case is not None else None
        if case is not None:
            engine.withdraw(case.pk)
        if report is not None:
            engine.withdraw(report.pk)
            publish.come_down(report, "closed", at=made.at)


@on("missing.produce")
def found_by_the_police(made: Move, **facts: Any) -> None:
    """The police brought a child who had left a home before the Committee: its case goes on where it stood."""
    with session.engine():
        joined = [link.other for link in links.of_kind(made.matter, "same_child")]
        for case in gate.visible(ENGINE, Matter).filter(pk__in=joined, kind="cncp", state="MISSING"):
            matters.move(case, "come_back", actor=machine("follow"), at=made.at)


@on("missing.trace")
def where_it_was_found(made: Move, **facts: Any) -> None:
    """A match says where the child was found; the figures of R05 need it."""
    with session.engine():
        joined = links.of_kind(made.matter, "same_child")
        case = gate.visible(ENGINE, CareCase).filter(pk=joined[0].other).first() if joined else None
        if case is not None:
            gate.visible(ENGINE, MissingReport).filter(pk=made.matter_id, found_state=None).update(
                found_state=case.found_state, found_by="home"
            )


@on("cncp.begin_inquiry")
def child_is_before_committee(made: Move, **facts: Any) -> None:
    """The report shows that the child is before the Committee."""
    _step(made, "produce", "TRACED")


@on("cncp.restore")
def child_is_home(made: Move, **facts: Any) -> None:
    """The report shows that the child is home; nobody compares the child any more."""
    with session.engine():
        engine.withdraw(made.matter_id)
    _step(made, "restore", "TRACED", "PRODUCED_CWC")


@on("cncp.take_back")
def child_is_home_no_longer(made: Move, *, child_is: str = "here", **facts: Any) -> None:
    """The station that had the report is told; if the child is gone, the report is opened again and searched for."""
    with session.engine():
        report = _missing_of(made.matter)
        if report is None:
            return
        gone = child_is == "gone" and report.state in law().machine("missing").moves["reopen"].from_
        code = "missing.gone_from_home" if gone else "missing.taken_back"
        notices.tell(to_no=report.unit_no, code=code, matter_id=report.pk, number=report.number, at=made.at)
        if gone:
            before, why = report.state, law().words("missing.gone_from_home", "hi")
            matters.move(report, "reopen", actor=machine("follow"), at=made.at, reason=why, why=why)
            steps.look_again(report, before, at=made.at)


#: The move after which a card is down, and what it is put down to.
_DOWN = {
    "confirm_match": "found", "trace": "found", "recover": "found", "produce": "found", "produce_jjb": "found",
    "restore": "found", "place": "found", "end_otherwise": "closed", "close": "closed", "not_missing": "closed",
    "mark_duplicate": "closed", "mark_false": "closed", "record_death": "closed", "turn_18": "closed",
}  # fmt: skip


def card_comes_down(made: Move, **facts: Any) -> None:
    """The public card of a child who is no longer searched for is down in the same transaction."""
    publish.come_down(made.matter, _DOWN[made.name], at=made.at)


@on("missing.produce_jjb")
def board_bars(made: Move, **facts: Any) -> None:
    """A child before the Board is never shown, also when the report is opened again (s.74)."""
    barring.forbid(made.matter, barring.BOARD, by=machine("follow"), mover=machine("publication"), at=made.at)


def family_is_told(made: Move, **facts: Any) -> None:
    """The family that reported hears of it the same moment, wherever it is."""
    news.tell(made.matter, made.name, at=made.at)


for _name in news.OF_STEP:
    on(f"missing.{_name}")(family_is_told)


for _name in _DOWN:
    on(f"missing.{_name}")(card_comes_down)


for _name in ("unconfirm_match", "reopen"):
    on(f"missing.{_name}")(owed_again)


@on("cncp.receive")
def another_committee_answers(made: Move, **facts: Any) -> None:
    """After a hand-over the new owner answers for the found side (the owner changes just after this move)."""
    with session.engine():
        rows = gate.visible(ENGINE, Transfer).filter(matter_id=made.matter_id, withdrawn_at=None)
        to = rows.select_related("to_office").order_by("-pk").first()
        if to is not None:
            no = to.to_office.no
            gate.visible(ENGINE, Pair).filter(found=made.matter_id).update(found_no=no, shared_with=[no])


@on("missing.restore")
def reunited(made: Move, **facts: Any) -> None:
    """The confirmed match was right: the child is home; what was possible besides lies elsewhere for good."""
    with session.engine():
        rows = gate.visible(ENGINE, Pair).filter(missing_id=made.matter_id)
        states.all_go(rows.filter(verdict=states.CONFIRMED), "reunited", states.REUNITED, at=made.at)
        rest = rows.filter(verdict__in=(states.OPEN, states.ELSEWHERE), kind="both")
        states.all_go(rest, "reunited", states.REUNITED_ELSEWHERE, at=made.at)
        engine.withdraw(made.matter_id)


@on("missing.reopen")
def missing_again(made: Move, **facts: Any) -> None:
    """Home no longer: the match stands as confirmed, the others are possible again, the search runs."""
    with session.engine():
        rows = gate.visible(ENGINE, Pair).filter(missing_id=made.matter_id)
        states.all_go(rows.filter(verdict=states.REUNITED), "returned", states.CONFIRMED, at=made.at)
        states.all_go(rows.filter(verdict=states.REUNITED_ELSEWHERE), "returned", states.OPEN, at=made.at)
        if not rows.filter(verdict=states.CONFIRMED).exists():
            states.all_go(rows.filter(verdict=states.ELSEWHERE), "returned", states.OPEN, at=made.at)
        report = gate.visible(ENGINE, Matter).get(pk=made.matter_id)
    proposals.again(report, at=made.at)


def _over(made: Move, **facts: Any) -> None:
    """The report waits for nobody any more: it leaves the comparison, its open pairs lie elsewhere."""
    with session.engine():
        engine.withdraw(made.matter_id)
        rows = gate.visible(ENGINE, Pair).filter(missing_id=made.matter_id, verdict=states.OPEN)
        states.all_go(rows, "elsewhere", states.ELSEWHERE, at=made.at)


for _name in (
    "trace",
    "recover",
    "end_otherwise",
    "close",
    "not_missing",
    "mark_duplicate",
    "mark_false",
    "record_death",
):
    on(f"missing.{_name}")(_over)
