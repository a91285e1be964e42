"""What a child's papers say against publication: a sexual offence, the Board, the family's no.

A bar stands on a report and follows the child: every other file of the child has it too, carried (kin.py).
"""

from datetime import datetime
from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal
from vatsalya.matters import actions as matters
from vatsalya.matters import links
from vatsalya.matters.models import Matter
from vatsalya.papers import actions as papers
from vatsalya.people import vault
from vatsalya.people.models import Vault

from . import kin, publish, sections
from .card_models import PublicationBar
from .models import MissingReport, Recovery

#: The ground that a suspected sexual offence is (s.23 POCSO Act), and that of the Board (s.74).
GROUND, BOARD = "pocso", "ccl"
#: Links of a report to a call that is about this child.
CALLS = ("same_child_call", "lead")

forbids = sections.forbids


def by_answers(matter: Matter, answers: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """The report was written or changed: what it says now bars a card, or takes it down."""
    if suspected(answers) or forbids(str(answers.get("fir_sections") or "")):
        forbid(matter, GROUND, by=actor, mover=machine("publication"), at=at)
    if said_no(answers):
        publish.come_down(matter, "consent", at=at)


def suspected(answers: dict[str, Any]) -> bool:
    """True when a report says that a sexual offence is suspected."""
    return bool(set(answers.get("risks") or []) & set(law().publication.bar_risks))


def by_sections(matter: Matter, told: str, *, actor: Actor, at: datetime) -> None:
    """The FIR names an offence whose victim must not be named (s.23 POCSO Act; s.72 BNS)."""
    if forbids(told):
        forbid(matter, GROUND, by=actor, mover=machine("publication"), at=at)


def by_recovery(matter: Matter, answers: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """The production report names the Board, trafficking for a sexual purpose, or an offence of that kind."""
    if answers.get("produce_before") == "jjb":
        forbid(matter, BOARD, by=actor, mover=machine("publication"), at=at)
    if exploited(answers):
        forbid(matter, GROUND, by=actor, mover=machine("publication"), at=at)


def exploited(answers: dict[str, Any]) -> bool:
    """True when a production report says that the child was exploited sexually, or names such an offence."""
    trafficked = answers.get("trafficked") not in (None, "", "no", False)
    for_that = answers.get("purpose") in law().publication.bar_purposes
    return trafficked and for_that or forbids(str(answers.get("offence") or ""))


def by_file(matter: Matter, *, actor: Actor, at: datetime) -> None:
    """Another file was said to be of this child: what stands against one child stands in all its files."""
    with session.engine():
        if call_says(matter):
            for report in kin.reports(matter):
                forbid(report, GROUND, by=actor, mover=machine("publication"), at=at)
        carry(matter, at=at)


def call_says(matter: Matter) -> bool:
    """True when a call says that it tells of a sexual offence."""
    if matter.kind != "helpline":
        return False
    return said_in(matter, "helpline").get("sexual_offence") in ("yes", True)


def said_in(matter: Matter, form: str) -> dict[str, Any]:
    """The answers of a form's newest paper, for the engine's own use (inside `session.engine()`)."""
    paper = papers.newest(matter, form)
    sealed = gate.visible(ENGINE, Vault).filter(child_id=matter.child_id).first()
    if paper is None or sealed is None or not sealed.key:
        return {}
    return vault.unlock(sealed.child_id, sealed.key, paper.answers)


def forbid(matter: Matter, ground: str, *, by: Actor, mover: Actor, at: datetime) -> None:
    """From now on nothing of this child is published; a standing card comes down. The file says when and why."""
    with session.engine():
        _stand(matter, ground, by=by.account_id or 0, mover=mover, at=at)
        carry(matter, at=at)


def carry(matter: Matter, *, at: datetime) -> None:
    """Every report of the child has the bars that stand in another one (inside `session.engine()`)."""
    files = kin.reports(matter)
    own = list(gate.visible(ENGINE, PublicationBar).filter(matter__in=files, lifted_at=None, carried_from=None))
    for bar in own:
        for report in files:
            if report.pk != bar.matter_id:
                _stand(report, bar.ground, by=bar.by, mover=machine("publication"), at=at, source=bar)


def _stand(
    matter: Matter, ground: str, *, by: int, mover: Actor, at: datetime, source: PublicationBar | None = None
) -> None:
    told = {"since": at, "by": by, "carried_from": source.matter_id if source else None}
    rows = gate.visible(ENGINE, PublicationBar)
    bar, new = rows.get_or_create(matter=matter, ground=ground, lifted_at=None, defaults=told)
    if not new and source is None and bar.carried_from:
        bar.carried_from = None  # the file itself says it now
        bar.save(update_fields=["carried_from"])
    if new:
        record = {"ground": ground} | ({"carried": True} if source else {})
        matters.move(matter, "bar_card", actor=mover, at=at, record=record)
    publish.come_down(matter, "barred", at=at)


# What stands against a card where no bar was written yet: files from before the rule, or of another office.


def against(matter: Matter) -> list[Refusal]:
    """Whether the child is under a bar in any of its files (the database asks the same and more)."""
    with session.engine():
        files = kin.of(matter)
        rows = gate.visible(ENGINE, PublicationBar).filter(lifted_at=None)
        barred = rows.filter(matter=matter).exists() or rows.filter(matter__in=files, carried_from=None).exists()
        board = any(one.realm == "ccl" for one in files)
        if barred or board or any(_unwritten(one) for one in files if one.kind == "missing"):
            return [Refusal("card.barred")]
    return []


def _unwritten(report: Matter) -> bool:
    """What the file says and no bar was ever written for; a lifted bar was decided by two and is not asked again."""
    known = set(gate.visible(ENGINE, PublicationBar).filter(matter=report).values_list("ground", flat=True))
    boards = gate.visible(ENGINE, Recovery).filter(matter=report, produce_before="jjb")
    if BOARD not in known and boards.exists():
        return True
    return GROUND not in known and bool(says(report) or exploited(said_in(report, "recovery")))


def says(report: Matter) -> list[str]:
    """What names such an offence and can be corrected: the report, the FIR's sections, a call (inside the engine)."""
    sheet = gate.visible(ENGINE, MissingReport).get(pk=report.pk)
    said = {
        "risks": suspected(said_in(report, "missing")),
        "sections": forbids(sheet.fir_sections),
        "calls": any(call_says(call) for call in _calls(report)),
    }
    return [name for name, there in said.items() if there]


def _calls(report: Matter) -> list[Matter]:
    others = [link.other for kind in CALLS for link in links.of_kind(report, kind)]
    return list(gate.visible(ENGINE, Matter).filter(pk__in=others, kind="helpline"))


def said_no(answers: dict[str, Any]) -> bool:
    """True when the family answered that the child may not be shown to the public."""
    return answers.get("may_publish") in ("no", False)


def family(matter: Matter, *, actor: Actor) -> list[Refusal]:
    """The family's no stands in the report as it is signed now."""
    stands = papers.newest(matter, "missing")
    answers = papers.read(actor=actor, paper_id=stands.pk)[1] if stands else {}
    return [Refusal("card.family_said_no")] if said_no(answers) else []
