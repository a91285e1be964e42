"""Sections of the penal laws and the class of an offence: pure data, dated, with its mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .reading import LawError, Row, toml
from .shapes import Words

#: Months: what is petty goes up to three years; what is heinous has at least seven (s.2(45), s.2(33)).
PETTY_MOST, HEINOUS_LEAST = 36, 84
LIFE = 1200
CLASSES = ("petty", "serious", "heinous")


@dataclass(frozen=True)
class Section:
    """A section and the shortest and longest term that the law sets for it, in months."""

    code: str
    least: int
    most: int
    label: Words


@dataclass(frozen=True)
class Offences:
    """The table of sections, and from when to when each law holds."""

    mark: str
    basis: str
    laws: dict[str, tuple[date, date | None]]
    sections: dict[str, Section]

    def in_force(self, law: str, on: date) -> bool:
        """True when an offence of that day is named under this law."""
        first, last = self.laws[law]
        return first <= on and (last is None or on <= last)

    def find(self, code: str) -> Section | None:
        """A section such as "BNS 303(2)", however it was spaced."""
        return self.sections.get(" ".join(code.split()))


def class_of(least: int, most: int) -> str:
    """Petty up to three years; heinous from a minimum of seven; everything between is serious (s.2(54), 2021)."""
    if least >= HEINOUS_LEAST:
        return "heinous"
    return "petty" if most <= PETTY_MOST else "serious"


def gravest(classes: Iterable[str]) -> str:
    """Of several sections the gravest decides."""
    return max(classes, key=CLASSES.index)


def offences(path: Path) -> Offences:
    """Read the table; a mistake is told with its key."""
    row = toml(path)
    laws = {code: one.dates() for code, one in row.tables("laws")}
    made = Offences(
        mark=row.get("mark", str, among={"verified", "unverified"}),
        basis=row.get("basis", str),
        laws={code: (when["valid_from"], when["valid_to"]) for code, when in laws.items()},
        sections={code: _section(code, one) for code, one in row.tables("sections")},
    )
    row.end()
    if unknown := {code.split()[0] for code in made.sections} - set(made.laws):
        raise LawError(f"{row.where}: no such law: {', '.join(sorted(unknown))}")
    return made


def _section(code: str, row: Row) -> Section:
    made = Section(code, row.get("min", int), row.get("max", int), row.words("label"))
    row.end()
    if not 0 <= made.least <= made.most <= LIFE:
        raise row.wrong("max", "must not be less than 'min'")
    return made
