"""Making clocks, roles, acts, machines and State rules out of their files."""

from pathlib import Path
from typing import Any

from .reading import LawError, Row, toml
from .shapes import Act, Clock, Machine, Move, Option, Override, Role, State

UNITS = frozenset({"minutes", "hours", "days", "months", "period"})
MARKS = frozenset({"verified", "unverified"})
REACH = frozenset({"none", "assigned", "office", "district", "state", "nation"})
SEES = frozenset({"P", "S", "L", "C", "special"})
RELATIONS = frozenset({"own", "area", "assigned", "shared", "any"})
KINDS: dict[str, Any] = {"number": int, "yesno": bool, "days": list}


def clocks(path: Path) -> dict[str, tuple[Clock, ...]]:
    """Every clock by its code, oldest version first."""
    found: dict[str, list[Clock]] = {}
    file = toml(path)
    for code, raw in file.data.items():
        versions = raw if isinstance(raw, list) else [raw]
        found[code] = [_clock(code, Row(version, f"{path.name} {code}")) for version in versions]
    return {code: tuple(sorted(v, key=lambda c: c.valid_from)) for code, v in found.items()}


def _clock(code: str, row: Row) -> Clock:
    made = Clock(
        code=code,
        label=row.words("label"),
        trigger=row.words("trigger"),
        length=row.get("length", int),
        unit=row.get("unit", str, among=UNITS),
        less_journey=row.get("less_journey", bool, False),
        owner=row.texts("owner"),
        basis=row.get("basis", str),
        mark=row.get("mark", str, among=MARKS),
        warn=tuple(row.get("warn", list, [50, 80, 100])),
        tells=row.texts("tells"),
        breach=row.words("breach"),
        **row.dates(),
    )
    if made.length < 0 or list(made.warn) != sorted(set(made.warn)):
        raise row.wrong("length" if made.length < 0 else "warn", "must not go backwards")
    row.end()
    return made


def roles(path: Path) -> dict[str, Role]:
    """Every role by its code."""
    return {code: _role(code, row) for code, row in toml(path).each()}


def _role(code: str, row: Row) -> Role:
    made = Role(
        code=code,
        label=row.words("label"),
        offices=row.texts("offices"),
        reach=row.get("reach", str, among=REACH),
        realms=row.texts("realms"),
        sees=row.texts("sees", ["P"]),
        creates=row.texts("creates"),
        purpose=row.words("purpose"),
    )
    if not set(made.sees) <= SEES:
        raise row.wrong("sees", f"may hold {', '.join(sorted(SEES))}")
    row.end()
    return made


def acts(path: Path) -> dict[str, Act]:
    """Every act by its code."""
    return {code: _act(code, row) for code, row in toml(path).each()}


def _act(code: str, row: Row) -> Act:
    by = Row(row.get("by", dict), f"{row.where} by")
    relations = {role: by.get(role, str, among=RELATIONS) for role in by.data}
    made = Act(code, row.words("label"), relations, row.get("by_grant", bool, False))
    row.end()
    return made


def machine(path: Path) -> Machine:
    """The life of one kind of proceeding, from its file."""
    row = toml(path)
    initial = row.get("initial", str)
    made = Machine(
        kind=path.stem,
        realm=row.get("realm", str),
        label=row.words("label"),
        initial=initial,
        opens_in=row.texts("opens_in", [initial]),
        opening=row.texts("opening"),
        opening_starts=row.texts("opening_starts"),
        states={code: _state(code, state) for code, state in row.tables("states")},
        moves={name: _move(name, move) for name, move in row.tables("moves")},
    )
    row.end()
    return made


def _state(code: str, row: Row) -> State:
    label = row.words("label")
    made = State(code, label, row.words("plain", label), row.get("final", bool, False))
    row.end()
    return made


def _move(name: str, row: Row) -> Move:
    made = Move(
        name=name,
        label=row.words("label"),
        from_=row.texts("from"),
        to=row.get("to", str),
        roles=row.texts("roles"),
        guards=row.texts("guards"),
        paper=row.get("paper", str, None),
        stops=row.texts("stops"),
        lapses=row.texts("lapses"),
        starts=row.texts("starts"),
        notices=row.texts("notices"),
        second_person=row.get("second_person", bool, False),
        reopens=row.get("reopens", bool, False),
    )
    row.end()
    return made


def options(path: Path) -> dict[str, Option]:
    """What a State may set by its own rules, with the value of the model rules."""
    return {key: _option(key, row) for key, row in toml(path).each()}


def _option(key: str, row: Row) -> Option:
    kind = row.get("kind", str, among=KINDS)
    made = Option(
        key=key,
        label=row.words("label"),
        kind=kind,
        default=row.get("default", KINDS[kind]),
        basis=row.get("basis", str),
        mark=row.get("mark", str, among=MARKS),
    )
    row.end()
    return made


def overrides(folder: Path) -> list[Override]:
    """Every State's own rules, oldest first."""
    found = [rule for path in sorted(folder.glob("*.toml")) for rule in _rules(path)]
    return sorted(found, key=lambda rule: rule.valid_from)


def _rules(path: Path) -> list[Override]:
    file = toml(path)
    rows = file.rows("rules")
    file.end()
    if not path.stem.isupper():
        raise LawError(f"{path.name}: a State's file is named by its letters, like MH.toml")
    return [_rule(path.stem, row) for row in rows]


def _rule(state: str, row: Row) -> Override:
    made = Override(
        state=state,
        key=row.get("key", str),
        value=row.get("value"),
        basis=row.get("basis", str),
        mark=row.get("mark", str, among=MARKS),
        **row.dates(),
    )
    row.end()
    return made
