"""The shapes of law data: frozen, typed, without behaviour that needs a database."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

Words = dict[str, str]


@dataclass(frozen=True)
class Field:
    """One question of a form."""

    key: str
    type: str
    label: Words
    section: str
    hint: Words | None = None
    required: bool = False
    vis: str = "S"
    codes: str | None = None
    min: float | None = None
    max: float | None = None
    columns: tuple["Field", ...] = ()
    future: bool = False
    #: A day that may not lie before another question's day, or before that of the signing ("order").
    not_before: str | None = None
    #: A day that may not lie beyond this limit of the law (a clock), counted from the signing.
    within: str | None = None
    prefill: str | None = None
    #: Why it may stay blank: a fact that may be "known" or not, a thing that is "optional"; "plain" says nothing.
    blank: str = "known"
    #: In which sitting it is asked, where a form is filled in several; it says so or its section does.
    sitting: int = 1


@dataclass(frozen=True)
class Section:
    """A part of a form, with a heading of its own on screen and paper."""

    key: str
    title: Words
    fields: tuple[Field, ...]
    #: What the law has printed there (conditions, undertakings); several are numbered.
    text: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Form:
    """A statutory form in one version: what is asked, who fills it, who may read it."""

    no: str
    version: str
    valid_from: date
    valid_to: date | None
    title: Words
    rule: str
    by: tuple[str, ...]
    at_states: tuple[str, ...]
    realm: str
    readers: tuple[str, ...]
    sections: tuple[Section, ...]
    order: bool = False
    mark: str = "verified"
    note: Words = field(default_factory=dict)
    #: Other realms in which the same form is used: a care plan is one form on both tracks.
    also: tuple[str, ...] = ()
    #: Kinds of proceedings in which it is filed at the general door; none for a form that a desk offers itself.
    on: tuple[str, ...] = ()
    #: True when one proceeding has one such paper; a second can only take its place.
    once: bool = False
    #: What else is asked before it is signed: guards, as a move names them.
    guards: tuple[str, ...] = ()
    #: Who signs it by hand on paper besides the officer: parents, foster parents, witnesses.
    by_hand: tuple[Words, ...] = ()
    #: The number that stands on the printed paper, where a State has renumbered the form.
    printed_no: str = ""

    @property
    def to_confirm(self) -> bool:
        """True for a form of the rules whose layout nobody compared with the gazette yet: screen and paper say so."""
        return self.mark != "verified" and (self.no[:1].isdigit() or self.no.startswith("pocso"))

    @property
    def fields(self) -> tuple[Field, ...]:
        """All questions, in order."""
        return tuple(f for section in self.sections for f in section.fields)

    def in_sitting(self, number: int) -> "Form":
        """The same form with the questions of one sitting only; empty sections fall away."""
        kept = ((s, tuple(f for f in s.fields if f.sitting == number)) for s in self.sections)
        return replace(self, sections=tuple(replace(s, fields=fields) for s, fields in kept if fields))

    def readable_by(self, role: str) -> bool:
        """True when the law lets a role read the signed form."""
        return role in self.readers


@dataclass(frozen=True)
class Clock:
    """A time the law sets: how long, counted how, who owes it, what follows if it is missed."""

    code: str
    label: Words
    trigger: Words
    length: int
    unit: str
    less_journey: bool
    owner: tuple[str, ...]
    basis: str
    mark: str
    valid_from: date
    valid_to: date | None
    breach: Words
    warn: tuple[int, ...] = (50, 80, 100)
    #: Who besides the owner is told at each warning: audiences, as a move names them.
    tells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """One lawful step of a machine."""

    name: str
    label: Words
    from_: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    paper: str | None = None
    stops: tuple[str, ...] = ()
    #: Clocks that nobody owes any longer after this move, although what they waited for was not done.
    lapses: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    second_person: bool = False
    reopens: bool = False


@dataclass(frozen=True)
class State:
    """A state of a machine, in words; `plain` is what a parent reads."""

    code: str
    label: Words
    plain: Words
    final: bool = False


@dataclass(frozen=True)
class Machine:
    """The life of one kind of proceeding."""

    kind: str
    realm: str
    label: Words
    initial: str
    opens_in: tuple[str, ...]
    opening: tuple[str, ...]
    opening_starts: tuple[str, ...]
    states: dict[str, State]
    moves: dict[str, Move]


@dataclass(frozen=True)
class Role:
    """A role that a posting gives: where it may be held, how far it sees, whom it appoints."""

    code: str
    label: Words
    offices: tuple[str, ...]
    reach: str
    realms: tuple[str, ...]
    sees: tuple[str, ...]
    creates: tuple[str, ...]
    purpose: Words


@dataclass(frozen=True)
class Act:
    """Something an officer may do or read: by which roles, standing in which relation to the matter."""

    code: str
    label: Words
    by: dict[str, str]
    by_grant: bool = False


@dataclass(frozen=True)
class Option:
    """Something the model rules leave to a State, with what holds until the State says otherwise."""

    key: str
    label: Words
    kind: str
    default: Any
    basis: str
    mark: str


@dataclass(frozen=True)
class Override:
    """A State's own rule, from a day on."""

    state: str
    key: str
    value: Any
    valid_from: date
    valid_to: date | None
    basis: str
    mark: str


@dataclass(frozen=True)
class Avoided:
    """Words that the Act keeps away from children (s.3(viii)), and what is said instead."""

    en: tuple[str, ...]
    hi: tuple[str, ...]
    instead: Words
