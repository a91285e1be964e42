"""Why two records may be one child: each part's bits with the facts its sentence needs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from vatsalya.law.load import law

from . import geo, levels, parts, rail, rates
from .record import Mark, Person, Traits
from .rules import Scores

_SILENT = 0.05  # bits below this are not worth a sentence
_BY_TRAIN = 150  # kilometres; nearer, nobody asks for the way by train
_A_DAY = 20  # hours; a longer journey is told in days


@dataclass(frozen=True)
class Reason:
    """One part of a score: what was compared, how it came out, its bits, and the facts for the sentence."""

    code: str
    bits: float
    facts: dict[str, Any] = field(default_factory=dict)
    level: str = ""  # how the two agree, as weights name it: what decided pairs teach from

    @property
    def part(self) -> str:
        """What was compared: name, age, mark …"""
        return self.code.partition(".")[0]

    def masked(self) -> Reason:
        """The same reason for those without a share: what agreed, not whose it is."""
        return Reason("lost" if self.code.startswith("home.lost") else self.part, round(self.bits))

    def words(self, lang: str) -> str:
        """The sentence in Hindi or English."""
        if "." not in self.code:
            return said("masked", self.code, lang)
        facts = {key: _fact(self.part, key, value, lang) for key, value in self.facts.items()}
        return said("reasons", self.code, lang).format(**facts)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)


def said(table: str, code: str, lang: str) -> str:
    """The words of a code in a language; a code without words stands for itself."""
    found = _words()[table].get(code)
    return found["hi" if lang == "hi" else "en"] if found else code


def explain(ours: Traits, theirs: Traits, scores: Scores, row: int) -> list[Reason]:
    """All parts of one pair's score that say something, the strongest first; they add up to the score."""
    found = []
    for part, bits in scores.parts.items():
        worth = float(bits[row])
        if abs(worth) > _SILENT:
            level = scores.level(part, row)
            code, facts = _TELL.get(f"{part}.{level}", _TELL[part])(ours, theirs, worth)
            found.append(Reason(f"{part}.{code}", round(worth, 2), facts, level))
    return sorted(found, key=lambda reason: -reason.bits)


def _person(which: str) -> Any:
    def tell(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
        one, other = getattr(ours, which), getattr(theirs, which)
        mine, yours, code = _closest(one, other)
        if bits < 0:
            code = "differs" if code == "none" else "part"
        return ("part" if code in {"slip", "none"} and bits > 0 else code), {"ours": mine, "theirs": yours}

    return tell


def _closest(one: Person, other: Person) -> tuple[str, str, str]:
    """The two names as given that meet best, and how they meet."""
    best = (levels.NONE, one.given[0], other.given[0])
    for mine, my_name in zip(one.given, _per_name(one), strict=True):
        for yours, your_name in zip(other.given, _per_name(other), strict=True):
            found = levels.table(my_name, your_name, {})[0].min(initial=levels.NONE)
            if found < best[0]:
                best = (int(found), mine, yours)
    return best[1], best[2], levels.LEVELS[best[0]]


def _per_name(person: Person) -> list[list[str]]:
    return [Person([name], [], []).words() for name in person.names]


def _age(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    code = "near" if bits > 0 else "far"
    return code, {"theirs": theirs.age or theirs.born, "ours": ours.age or ours.born}


def _sex(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    return ("same" if bits > 0 else "differs"), {}


def _time(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    return "days", {"days": abs(parts.days_between(ours, theirs))}


def _home(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    mine, yours = parts.home_of(ours), parts.home_of(theirs)
    facts = {"ours": mine, "theirs": yours}
    told = sum(bool(one.home_district) for one in (ours, theirs))
    if bits < 0:
        return ("differs", facts) if told == 2 else ("lost_elsewhere", facts)
    if mine and mine == yours:
        return ("lost_both", "lost_there", "district")[told], facts
    return "word", {}


def _travel(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    apart = geo.distance_km(ours.district, theirs.district)
    if apart is None:
        return ("state" if bits > 0 else "states"), {}
    facts = _ends(ours, theirs) | {"km": _round(apart), "days": abs(parts.days_between(ours, theirs))}
    by_rail = rail.km(ours.district, theirs.district)
    if apart < _BY_TRAIN or by_rail is None or rail.joining(ours.district, theirs.district):
        return "km", facts
    return "rail", facts | {"rail": _round(by_rail), "hours": rail.hours(by_rail)}


def _too_fast(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    by_rail = rail.km(ours.district, theirs.district) or 0.0
    return "fast", _ends(ours, theirs) | {"km": _round(by_rail), "days": abs(parts.days_between(ours, theirs))}


def _rail(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    line, km = cast("tuple[rail.Line, float]", rail.joining(ours.district, theirs.district))  # else it has no bits
    return "line", _ends(ours, theirs) | {"line": line.code, "km": _round(km), "hours": rail.hours(km)}


def _ends(ours: Traits, theirs: Traits) -> dict[str, str]:
    return {"ours": ours.district, "theirs": theirs.district}


def _round(km: float) -> int:
    return int(round(km, -1) if km < 1000 else round(km, -2))


def _language(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    shared = set(ours.languages) & set(theirs.languages)
    if shared:
        return "same", {"language": [min(shared, key=rates.language_share)]}
    return "differs", {"ours": ours.languages, "theirs": theirs.languages}


def _marks(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    if bits <= 0:
        return "none", {}
    pairs = [(parts.mark(a, b), a, b) for a in ours.marks for b in theirs.marks]
    _, mine, yours = max(pairs, key=lambda pair: pair[0])
    if mine.kind != yours.kind:
        return "kind", {}
    if mine.side != yours.side and mine.side and yours.side:
        return "side", {"mark": list(mine)}
    side = mine.side if mine.side == yours.side else ""
    seldom = 1 / rates.mark_share(mine.kind, mine.part, side)
    return "same", {"mark": list(mine._replace(side=side)), "seldom": int(round(seldom, -2) or round(seldom))}


def _agree(good: str, bad: str) -> Any:
    return lambda ours, theirs, bits: (good if bits > 0 else bad, {})


def _words_said(ours: Traits, theirs: Traits, bits: float) -> tuple[str, dict]:
    places = (set(ours.words_said) & set(theirs.places)) | (set(theirs.words_said) & set(ours.places))
    return ("same" if set(ours.words_said) & set(theirs.words_said) or places else "sound"), {}


_TELL = {
    "name": _person("child"), "father": _person("father"), "mother": _person("mother"), "age": _age, "sex": _sex,
    "time": _time, "home": _home, "travel": _travel, "travel.too_fast": _too_fast, "rail": _rail,
    "language": _language, "mark": _marks,
    "disability": _agree("same", "differs"), "height": _agree("near", "far"), "clothes": _agree("same", "same"),
    "phone": _agree("same", "same"), "words": _words_said,
    "photo": _agree("alike", "unlike"),
}  # fmt: skip


def _fact(part: str, key: str, value: Any, lang: str) -> str:
    """A fact as a reader says it: districts and languages by name, marks and ages in words."""
    if key == "line":
        return rail.line_name(value, lang)
    if key == "hours":
        return _hours(value, lang)
    if part in {"home", "travel", "rail"} and key in {"ours", "theirs"}:
        return geo.name(value, lang) or str(value)
    if part == "language":
        return ", ".join(language_name(code, lang) for code in value)
    if key == "mark":
        return _mark_words(Mark(*value), lang)
    if part == "age":
        return _age_words(value, lang)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _hours(hours: int, lang: str) -> str:
    """How long a train takes: in hours, then in half days."""
    if hours < _A_DAY:
        return said("train", "hours", lang).format(hours=hours)
    halves = max(2, round(hours / 12))
    name = {2: "day", 3: "day_and_half"}.get(halves, "days")
    return said("train", name, lang).format(days=f"{halves / 2:g}")


def language_name(code: str, lang: str) -> str:
    """A language's name from the code lists of the law."""
    found = law().codes("languages").get(code)
    return found[lang] if found else code


def _mark_words(mark: Mark, lang: str) -> str:
    kind, part, side = (
        said("kind", mark.kind, lang),
        said("part", mark.part, lang),
        said("side", mark.side, lang),
    )
    where = "side" if mark.side and mark.part else "mark"
    return said("on", where, lang).format(kind=kind, part=part, side=side)


def _age_words(value: Any, lang: str) -> str:
    if not isinstance(value, list):
        return said("basis", "born", lang).format(age=int(value))
    age, group = value
    return said("basis", group, lang).format(age=f"{age:g}")
