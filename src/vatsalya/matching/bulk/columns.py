"""One row of an outside set as a record of ours: generous in what is read, exact about what is wrong."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from vatsalya.law.load import law
from vatsalya.matching import geo, names
from vatsalya.matching.record import SIDES, Record

with (Path(__file__).parent / "words.toml").open("rb") as file:
    WORDS = tomllib.load(file)

COLUMNS = tuple(WORDS["headings"])
NEEDED = ("id", "report_date")
_NOTHING = frozenset(WORDS["nothing"])
_OURS = {one.name for one in fields(Record)}
_SPACE = UUID("6f1d1c39-4c0a-4f0e-9a54-2f2f2f6b7a11")  # ids of outside sets become ids of ours under it
LONGEST = 500  # characters read of a free text
LONGEST_ID = 200
#: A day so far ahead is a slip of the pen; one a little ahead comes from another clock or an exercise, and is told.
AHEAD, A_LITTLE = timedelta(days=730), timedelta(days=1)


class BadRow(ValueError):
    """A row that cannot be used; says which column and why."""

    def __init__(self, column: str, why: str) -> None:
        self.column, self.why = column, why
        super().__init__(f"{column}: {why}")


@dataclass
class Read:
    """A row that was read: the record, its id as given, and what of it was left out."""

    given: str
    record: Record
    notes: list[str] = field(default_factory=list)


def entry_id(given: str) -> UUID:
    """The id an outside record has here; the same for the same text in every file."""
    return uuid5(_SPACE, given)


def headings(found: list[str]) -> dict[str, str]:
    """Our column -> the heading of the file; raises when a column is missing that nothing can replace."""
    squeezed = {re.sub(r"[^\w]+", "_", one.strip().casefold().lstrip("\ufeff")).strip("_"): one for one in found}
    known: dict[str, str] = {}
    for column, others in WORDS["headings"].items():
        match = next((squeezed[one] for one in (column, *others) if one in squeezed), None)
        if match is not None:
            known[column] = match
    if "id" not in known:
        raise BadRow("id", f"the file has no column of ids; it has: {', '.join(found)[:300]}")
    if not {"report_date", "event_date"} & set(known):
        raise BadRow("report_date", "the file has neither report_date nor event_date")
    return known


def read(row: Mapping[str, Any], *, kind: str = "", today: date | None = None) -> Read:
    """One row by our column names; `kind` stands where the row has none. `today`: what lies ahead of it is told."""
    notes: list[str] = []
    given = text(row.get("id"))[: LONGEST_ID + 1]
    if not given:
        raise BadRow("id", "is empty")
    if len(given) > LONGEST_ID:
        raise BadRow("id", f"is longer than {LONGEST_ID} characters")
    side = _side(row.get("kind"), kind)
    days = [_come(_date(row.get(one), one), one, today, notes) for one in ("event_date", "report_date")]
    on = days[0] or days[1]
    if on is None:
        raise BadRow("report_date", "is empty, and so is event_date")
    state, district = _place(row, "event", notes)
    told: dict[str, Any] = {
        "names": [one for column in ("name", "called", "alias") for one in _people(row.get(column))],
        "father": "; ".join(_people(row.get("father"))) or None,
        "mother": "; ".join(_people(row.get("mother"))) or None,
        "sex": _code("sex", row.get("sex"), notes),
        "age_value": _age(row.get("age"), notes),
        "age_basis": _code("basis", row.get("age_basis"), notes) or ("apparent" if side != "missing" else "told"),
        "birth_date": _birth(row.get("birth_date"), notes),
        "state_code": state,
        "district_code": district,
        "home_district": _place(row, "home", notes)[1],
        "place_words": _several(row.get("place")),
        "languages": _languages(row.get("languages")),
        "marks": _marks(row.get("marks")),
        "disability": _disability(row.get("disability"), notes),
        "height_cm": _height(row.get("height"), notes),
        "clothes": _several(row.get("clothes")),
        "words_said": _several(row.get("words")),
        "complexion": text(row.get("complexion")).casefold(),
        "build": text(row.get("build")).casefold(),
    }
    office = int(district or 0)
    known = {key: value for key, value in told.items() if key in _OURS}
    return Read(given, Record(id=entry_id(given), side=side, office_no=office, event_on=on, **known), notes)


def text(value: Any) -> str:
    """A cell as text: no invisible signs, nothing for what means nothing, 12.0 as 12."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    clean = "".join(" " if char in "\r\n\t\0" else char for char in str(value)[: LONGEST * 2])
    clean = clean.encode("utf-8", "replace").decode("utf-8").strip()[:LONGEST]
    return "" if clean.casefold() in _NOTHING else clean


def _key(value: Any) -> str:
    return " ".join(unicodedata.normalize("NFKC", text(value)).casefold().replace("_", " ").split())


@cache
def _codes(group: str) -> dict[str, str]:
    """Every word that stands for a code: our list, the law's names of the code in both languages, the code itself."""
    lists = {"mark": "mark_kinds", "part": "body_parts", "language": "languages", "disability": "disability"}
    found = {}
    for code, said in law().codes(lists[group]).items() if group in lists else ():
        for one in (code, *said.values()):
            found[_key(one)] = code
    for code, others in WORDS[group].items():
        found |= {unicodedata.normalize("NFKC", one).casefold(): code for one in (code, *others)}
    return {word: code for word, code in found.items() if word and code != "other"}


def _side(value: Any, otherwise: str) -> str:
    word = _key(value)
    found = _codes("kind").get(word) or next((one for one in SIDES if word.startswith(one)), "")
    if found or (not word and otherwise):
        return found or otherwise
    raise BadRow("kind", f"{word[:40]!r} is none of {', '.join(SIDES)}" if word else "is empty")


def _code(group: str, value: Any, notes: list[str]) -> str | None:
    word = _key(value).rstrip(".")
    if not word:
        return None
    code = _codes(group).get(word)
    if code is None:
        notes.append(f"{group}: {word[:40]!r} is not understood and left out")
    return code


def _people(value: Any) -> list[str]:
    return [one[:120] for one in _several(value) if not names.unknown(one)]


def _several(value: Any) -> list[str]:
    """A list, JSON, or text with ; between its parts."""
    parts = _parts(value)
    found = [text(one) for one in parts if not isinstance(one, dict | list)]
    return [one for one in found if one][:12]


def _parts(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    if hasattr(value, "tolist"):
        return list(value.tolist())
    given = text(value)
    if given[:1] in "[{" and given:
        try:
            found = json.loads(given)
            return found if isinstance(found, list) else [found]
        except (ValueError, RecursionError):
            given = given.strip("[]{}").replace("'", "").replace('"', "")
    return [part.strip() for part in re.split(r"[;|\n]", given) if part.strip()]


_DATE = re.compile(r"^(\d{1,4})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ,]+(\d{1,4})", re.IGNORECASE)
_MONTHS = {one: at for at, one in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def _date(value: Any, column: str) -> date | None:
    """ISO, or day before month as India writes it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    given = _digits(text(value))
    if not given:
        return None
    if re.fullmatch(r"\d{8}", given):
        given = f"{given[:4]}-{given[4:6]}-{given[6:]}"
    found = _DATE.match(given)
    if not found:
        raise BadRow(column, f"{given[:40]!r} is not a date (2026-11-24 or 24-11-2026)")
    first, middle, last = found.groups()
    month = int(middle) if middle.isdigit() else _MONTHS.get(middle[:3].casefold(), 0)
    year, day = (first, last) if len(first) == 4 else (last, first)
    try:
        made = date(int(year) + (2000 if len(year) < 3 else 0), month, int(day))
    except ValueError:
        raise BadRow(column, f"{given[:40]!r} is not a day of the calendar") from None
    if not 1950 <= made.year <= 2100:
        raise BadRow(column, f"the year {made.year} is not plausible")
    return made


def _come(day: date | None, column: str, today: date | None, notes: list[str]) -> date | None:
    """The day as given; refused where it lies years ahead, told where it has not come yet."""
    if day and today and day > today + AHEAD:
        raise BadRow(column, f"{day:%Y-%m-%d} lies in the future")
    if day and today and day > today + A_LITTLE:
        notes.append(f"{column}: {day:%Y-%m-%d} has not come yet; used as it stands")
    return day


def _birth(value: Any, notes: list[str]) -> date | None:
    try:
        return _date(value, "birth_date")
    except BadRow as bad:
        notes.append(f"{bad}; left out")
        return None


def _digits(given: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and char > "9" else char for char in given)


def _numbers(given: str) -> list[float]:
    return [float(one) for one in re.findall(r"\d+(?:\.\d+)?", _digits(given))]


def _age(value: Any, notes: list[str]) -> float | None:
    given = text(value).casefold()
    found = _numbers(given)
    if not given or not found or given.startswith("-"):
        if given:
            notes.append(f"age: {given[:40]!r} is not understood and left out")
        return None
    years = sum(found[:2]) / 2 if len(found) > 1 and re.search(r"\d\s*(?:-|to|–|से)\s*\d", given) else found[0]
    if re.search(r"month|माह|महीन", given) and not re.search(r"year|yr|वर्ष|साल", given):
        years = found[0] / 12
    if years > 120:
        notes.append(f"age: {years:g} is not plausible and left out")
        return None
    return round(years, 2)


def _height(value: Any, notes: list[str]) -> float | None:
    given = text(value).casefold()
    found = _numbers(given)
    if not found:
        return None
    tall = found[0]
    if re.search(r"f(?:ee|oo)?t|'|फ़?ु?ट", given) and tall < 8:
        tall = 30.48 * tall + 2.54 * (found[1] if len(found) > 1 else 0)
    elif tall < 2.5:
        tall *= 100
    elif re.search(r'inch|"|\bin\b', given):
        tall *= 2.54
    if not 30 < tall < 220:
        notes.append(f"height: {given[:40]!r} is not plausible and left out")
        return None
    return round(tall, 1)


@cache
def _districts() -> dict[str, list[str]]:
    """Names of districts in both languages -> their codes."""
    found: dict[str, list[str]] = {}
    for code, one in geo.districts().items():
        for name in {_key(name) for name in (*one.names, one.name_hi)}:
            found.setdefault(name, []).append(code)
    return found


@cache
def _states() -> dict[str, str]:
    """Codes, names in both languages, letters and older names of States -> their codes."""
    found = {one: code for code, said in geo.states().items() for one in (code, *map(_state_key, said))}
    letters = {said[-1]: code for code, said in geo.states().items()}
    return found | {_state_key(one): letters[of] for of, many in WORDS["state"].items() for one in many}


def _state_key(value: Any) -> str:
    """Without stops, "and" and the title of a State: J&K, J. and K., State of Bihar."""
    words = re.sub(r"[.,()&-]", " ", _key(value)).split()
    return "".join(word for word in words if word not in WORDS["state_title"])


def _place(row: Mapping[str, Any], which: str, notes: list[str]) -> tuple[str | None, str | None]:
    """State and district by LGD code or by name; a State also by its letters."""
    said = text(row.get(f"{which}_state"))
    state = _states().get(_digits(said).lstrip("0").removesuffix(".0")) or _states().get(_state_key(said))
    if said and not state:
        notes.append(f"{which}_state: {said[:40]!r} is no State's LGD code, name or letters and left out")
    given = text(row.get(f"{which}_district"))
    code = _digits(given).lstrip("0").removesuffix(".0")
    if not given:
        return state, None
    if code not in geo.districts():
        named = [one for one in _districts().get(_key(given), []) if not state or geo.districts()[one].state == state]
        code = named[0] if len(named) == 1 else ""
    if not code:
        notes.append(f"{which}_district: {given[:40]!r} is no LGD code and left out")
        return state, None
    return geo.districts()[code].state, code


def _languages(value: Any) -> list[str]:
    """Codes or names, in a list, in JSON or as text; an unknown language stays as it was written."""
    found = [_key(part) for one in _several(value) for part in re.split(r"[,/&+]| and ", one)]
    codes = [_codes("language").get(word.split("(")[0].strip(), word[:24]) for word in found if word]
    return list(dict.fromkeys(codes))[:5]


def _disability(value: Any, notes: list[str]) -> str | None:
    if isinstance(value, str) and value.strip().casefold() in _NO:
        return "none"  # somebody looked and saw none, which is not the same as an empty cell
    words = [_key(one) for one in _several(value)]
    known = {code for word in words if (code := _codes("disability").get(word) or _within(word, "disability"))}
    if words and not known:
        notes.append(f"disability: {words[0][:40]!r} is not understood and left out")
    return next(iter(known)) if len(known) == 1 else "multiple" if known else None


_NO = frozenset({"no", "none", "nil", "false", "0", "normal", "नहीं", "कोई नहीं"})


@cache
def _pattern(group: str) -> re.Pattern[str]:
    words = sorted(_codes(group), key=len, reverse=True)
    return re.compile(r"(?<![\w])(" + "|".join(map(re.escape, words)) + r")(?:s|es)?(?![\w])")


def _within(given: str, group: str) -> str:
    found = _pattern(group).search(given)
    return _codes(group)[found[1]] if found else ""


def _marks(value: Any) -> list[tuple[str, str, str, str]]:
    """Marks as objects {kind, part, side, text}, as lists, or in words: 'scar on left wrist; mole on chin'."""
    found = [_mark(part) for one in _parts(value)[:12] for part in _sentences(one)]
    return [one for one in found if one[0]][:8]


def _sentences(one: Any) -> list[Any]:
    if isinstance(one, dict | list | tuple):
        return [one]
    return [part for part in re.split(r",| and (?=an? )|&| और ", text(one)) if part.strip()]


def _mark(given: Any) -> tuple[str, str, str, str]:
    if isinstance(given, dict):
        given = [given.get(key) for key in ("kind", "part", "side", "text")]
    if isinstance(given, list | tuple):
        kind, part, side, words = [*(text(one) for one in given[:4]), "", "", "", ""][:4]
        kind = _codes("mark").get(_key(kind)) or _within(_key(kind), "mark") or _key(kind)[:24]
        part = _codes("part").get(_key(part)) or _within(_key(part), "part") or _key(part)[:24]
        return kind, part, _codes("at").get(_key(side), ""), words[:60]
    said = _key(given)
    kind = _within(said, "mark")
    quoted = re.search(r"[\"'“‘]([^\"'”’]{1,40})", text(given))
    named = re.search(r"(?:name|reading|word|letters?|of)\s+(\w{2,40})", said) if kind == "tattoo" else None
    rest = _pattern("mark").sub(" ", said)
    words = quoted[1] if quoted else named[1] if named else ""
    return kind or ("other" if rest.strip() else ""), _within(rest, "part"), _within(rest, "at"), words
