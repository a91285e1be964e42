"""The FIR of a missing report: what a number, a date and sections must look like, and writing them once."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Clock, Matter, Move

from . import barring, identifiers, sheet
from .models import MissingReport

NUMBER = re.compile(r"^0*[1-9]\d{0,5}/(\d{4})$")
#: 137(2) BNS, 96 BNS: a number, perhaps a letter and sub-sections, then the short name of the law.
SECTION = re.compile(r"^\d{1,3}[A-Z]?(\(\w{1,3}\))* [A-Za-z]{2,10}$")


#: BNS 137(2), as some systems write it.
SWAPPED = re.compile(r"^([A-Za-z]{2,10})\s+(\d{1,3}[A-Z]?(?:\(\w{1,3}\))*)$")


def tidy(sections: str) -> str:
    """Sections as they are kept, the number before the law: 137(2) BNS."""
    return ", ".join(SWAPPED.sub(r"\2 \1", part.strip()) for part in sections.split(",") if part.strip())


#: Owed from the moment of the report.
CLOCK = "T67"
#: The child is found; that the report was made, and the FIR owed, remains.
FOUND = ("TRACED", "RECOVERED", "PRODUCED_CWC", "PRODUCED_JJB", "PLACED", "OTHER")


@dataclass(frozen=True)
class Fir:
    """An FIR as an officer writes it."""

    no: str
    on: date | None
    sections: str = ""
    zero: bool = False


def wrong(fir: Fir, *, at: datetime, not_before: date) -> list[Refusal]:
    """Everything that cannot be in an FIR's number, date and sections."""
    found, number = [], NUMBER.match(fir.no.strip())
    if not number:
        found.append(Refusal("fir.format", field="fir_no"))
    if fir.on is None:
        found.append(Refusal("form.required", field="fir_on"))
    elif fir.on > ist_date(at):
        found.append(Refusal("fir.future", field="fir_on"))
    elif fir.on < not_before:
        found.append(Refusal("fir.before_report", field="fir_on"))
    if number and fir.on and number[1] != f"{fir.on.year}":
        found.append(Refusal("fir.year", field="fir_no"))
    return found + wrong_sections(fir.sections)


def wrong_sections(sections: str) -> list[Refusal]:
    """Sections that cannot be: each is a number and the short name of its law."""
    parts = [part.strip() for part in tidy(sections).split(",") if part.strip()]
    return [] if all(SECTION.match(part) for part in parts) else [Refusal("fir.sections", field="fir_sections")]


#: Somewhere in a sentence: 303(2) BNS, BNS 303(2), धारा 303; or that they follow.
_LAW = r"(?:[A-Z]{3,10}\b|IT\b|JJ\b|(?i:bns|ipc|ndps|pocso)\b|बीएनएस|आईपीसी|पॉक्सो|भा\.?न्या)"
_NUMBER = r"\d{1,3}[A-Z]?(?:\(\w{1,3}\))*"
NAMED = re.compile(
    rf"{_NUMBER}\s*{_LAW}|{_LAW}\s*{_NUMBER}|(?:धारा|धाराएँ|धाराओं|(?i:sections?|u/s))\s*{_NUMBER}"
    r"|धाराएँ बाद में|(?i:sections? (?:will )?follow)"
)


def plain(fir_no: str) -> str:
    """An FIR number as it is kept and compared: 0012/2026 is 12/2026."""
    number, _slash, year = fir_no.strip().replace(" ", "").partition("/")
    return f"{number.lstrip('0')}/{year}"


def names_sections(told: str) -> bool:
    """True when a sentence about an offence names its sections, or says that they follow."""
    return NAMED.search(told) is not None


def of(answers: dict[str, Any]) -> Fir | None:
    """The FIR that a form's answers name, if any."""
    if not answers.get("fir_no"):
        return None
    return Fir(
        no=str(answers["fir_no"]).strip(),
        on=sheet.as_date(answers.get("fir_on")),
        sections=tidy(answers.get("fir_sections") or ""),
        zero=answers.get("zero_fir") in ("yes", True),
    )


def wrong_in(answers: dict[str, Any], *, at: datetime) -> list[Refusal]:
    """What is wrong with the FIR of a form; one written before the report came here is older than the report."""
    told = of(answers)
    return wrong(told, at=at, not_before=ist_date(sheet.as_instant(answers["last_seen_at"]))) if told else []


def write(matter: Matter, fir: Fir, *, actor: Actor, at: datetime) -> Move:
    """Write the FIR down and make the step; its clock stops."""
    gate.visible(ENGINE, MissingReport).filter(pk=matter.pk).update(
        fir_no=plain(fir.no), fir_on=fir.on, fir_sections=fir.sections, zero_fir=fir.zero, fir_linked_at=at
    )
    barring.by_sections(matter, fir.sections, actor=actor, at=at)
    identifiers.keep(matter, kind="fir", text=plain(fir.no), at=at)
    matter.refresh_from_db(fields=["state"])
    step = "link_fir" if matter.state in ("REPORTED", "ACCEPTED") else "add_fir"
    made = matters.move(matter, step, actor=actor, at=at, record={"fir_on": str(fir.on), "zero": fir.zero})
    if fir.on:
        _kept_before(made, fir.on)
    return made


def _kept_before(made: Move, on: date) -> None:
    """An FIR of a day before the report came here is in time: its clock was kept when it began."""
    with session.engine():
        for clock in gate.visible(ENGINE, Clock).filter(stopped_by=made, code=CLOCK):
            if on < ist_date(clock.started_at):
                clock.stopped_at = clock.started_at
                clock.save(update_fields=["stopped_at"])


def from_answers(matter: Matter, answers: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """The form named an FIR and none is written yet."""
    told = of(answers)
    if told and not gate.visible(ENGINE, MissingReport).get(pk=matter.pk).fir_no:
        write(matter, told, actor=actor, at=at)
