"""What may be published of a missing child: the law's lists and the brake's measures, typed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .reading import LawError, Row, toml
from .shapes import Words

_BRAKE = (
    "page", "guarded_page", "hour_address", "day_address", "hour_network", "bits", "bits_most", "alarm_share",
    "alarm_least", "heavy", "guarded_cost", "slow_seconds", "slow_cost", "picture_minutes",
)  # fmt: skip
_LISTS = ("fields", "authorities", "consents", "withdrawals", "bars")


@dataclass(frozen=True)
class BarLaw:
    """A penal law by the names that offices give it, and its sections under which no victim is shown."""

    code: str
    names: tuple[str, ...]
    sections: frozenset[str]
    whole: bool


@dataclass(frozen=True)
class Publication:
    """Which fields, on whose authority, in which states; and how harvesting is braked."""

    valid_from: date
    basis: str
    mark: str
    open_states: tuple[str, ...]
    age_bands: tuple[tuple[int, int], ...]
    age_tolerance: int
    private_parts: tuple[str, ...]
    bar_risks: tuple[str, ...]
    bar_purposes: tuple[str, ...]
    bar_laws: dict[str, BarLaw]
    poster_languages: tuple[str, ...]
    poster_languages_most: int
    fields: dict[str, Words]
    authorities: dict[str, Words]
    consents: dict[str, Words]
    withdrawals: dict[str, Words]
    bars: dict[str, Words]
    brake: dict[str, int]

    def band(self, age: float | None) -> tuple[int, int] | None:
        """The band in which an age lies; nothing for an age not known or past childhood."""
        whole = None if age is None else int(age)
        return next(((low, high) for low, high in self.age_bands if whole is not None and low <= whole <= high), None)

    def words(self) -> dict[str, Words]:
        """Every label, with its place."""
        return {f"{name} {code}": words for name in _LISTS for code, words in getattr(self, name).items()}


def publication(path: Path) -> Publication:
    """Read the file; a mistake is told with its key."""
    row = toml(path)
    made = Publication(
        valid_from=row.get("valid_from", date),
        basis=row.get("basis", str),
        mark=row.get("mark", str, among={"verified", "unverified"}),
        open_states=row.texts("open_states"),
        age_bands=_bands(row),
        age_tolerance=_tolerance(row),
        private_parts=row.texts("private_parts"),
        bar_risks=row.texts("bar_risks"),
        bar_purposes=row.texts("bar_purposes"),
        bar_laws={code: _bar_law(code, one) for code, one in row.tables("bar_laws")},
        poster_languages=row.texts("poster_languages"),
        poster_languages_most=row.get("poster_languages_most", int),
        brake=_brake(row),
        **{name: _list(row, name) for name in _LISTS},
    )
    row.end()
    return made


def _list(row: Row, name: str) -> dict[str, Words]:
    inner = Row(row.get(name, dict), f"{row.where} {name}")
    return {code: inner.words(code) for code in inner.data}


def _bar_law(code: str, row: Row) -> BarLaw:
    made = BarLaw(code, row.texts("names"), frozenset(row.texts("sections")), row.get("whole", bool, False))
    row.end()
    if not made.names:
        raise row.wrong("names", "is empty")
    return made


def _bands(row: Row) -> tuple[tuple[int, int], ...]:
    bands = tuple((band[0], band[1]) for band in row.get("age_bands", list))
    joined = all(low == before[1] + 1 for before, (low, _) in zip(bands, bands[1:], strict=False))
    if not bands or not joined or any(low > high for low, high in bands):
        raise LawError(f"{row.where}: 'age_bands' must follow one another")
    return bands


def _tolerance(row: Row) -> int:
    years = row.get("age_tolerance", int)
    if not 0 <= years < 18:
        raise LawError(f"{row.where}: 'age_tolerance' must be years of a childhood")
    return years


def _brake(row: Row) -> dict[str, int]:
    inner = Row(row.get("brake", dict), f"{row.where} brake")
    found = {name: inner.get(name, int) for name in _BRAKE}
    inner.end()
    if any(value <= 0 for value in found.values()):
        raise LawError(f"{inner.where}: every measure is more than nothing")
    return found
