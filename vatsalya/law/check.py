"""Is the law data whole? Pure: the registries of guards are handed in from above."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .load import Law
from .shapes import Form, Machine, Words

DEVANAGARI = re.compile("[\u0900-\u097f]")
LANGUAGES = ("en", "hi")
#: Labels that are the same in both languages (abbreviations of the law and the police).
SAME_IN_BOTH = {"FIR"}


def check(law: Law, *, guards: Iterable[str], form_types: Iterable[str] = ()) -> list[str]:
    """Everything that is wrong, each as one line; empty when the law data is whole."""
    known = frozenset(guards)
    problems = [*_labels(law), *_guards(law, known), *_names(law), *_versions(law), *_forms(law, frozenset(form_types))]
    for machine in law.machines.values():
        problems += _reachable(machine)
    return problems


def all_words(law: Law) -> Iterator[tuple[str, Words]]:
    """Every sentence and label of the law data with the place where it stands."""
    for machine in law.machines.values():
        yield from _machine_words(machine)
    for role in law.roles.values():
        yield f"role {role.code}", role.label
        yield f"role {role.code} purpose", role.purpose
    for act in law.acts.values():
        yield f"act {act.code}", act.label
    for clock in law.clocks.values():
        yield f"clock {clock.code}", clock.label
    for name, codes in law.code_lists().items():
        for code, words in codes.items():
            yield f"codes {name} {code}", words
    for no, words in law.sentences().items():
        yield f"words {no}", words
    for versions in law.form_versions.values():
        for form in versions:
            yield from _form_words(form)


def _machine_words(machine: Machine) -> Iterator[tuple[str, Words]]:
    where = f"machine {machine.kind}"
    yield where, machine.label
    for state in machine.states.values():
        yield f"{where} state {state.code}", state.label
        yield f"{where} state {state.code} plain", state.plain
    for move in machine.moves.values():
        yield f"{where} move {move.name}", move.label


def _form_words(form: Form) -> Iterator[tuple[str, Words]]:
    yield f"form {form.no}", form.title
    for section in form.sections:
        yield f"form {form.no} section {section.key}", section.title
        for field in section.fields:
            yield f"form {form.no} {field.key}", field.label
            if field.hint:
                yield f"form {form.no} {field.key} hint", field.hint
            for column in field.columns:
                yield f"form {form.no} {field.key} {column.key}", column.label


def missing_hindi(law: Law) -> list[str]:
    """Places where Hindi is missing or is not Hindi."""
    return [
        where
        for where, words in all_words(law)
        if not DEVANAGARI.search(words.get("hi", "")) and words.get("en") not in SAME_IN_BOTH
    ]


def _labels(law: Law) -> list[str]:
    empty = [f"{where}: no {lang}" for where, words in all_words(law) for lang in LANGUAGES if not words.get(lang)]
    return empty + [f"{where}: Hindi is missing" for where in missing_hindi(law)]


def _guards(law: Law, known: frozenset[str]) -> list[str]:
    named = {guard for m in law.machines.values() for move in m.moves.values() for guard in move.guards}
    lost = [f"guard {g} is named in a machine and written nowhere" for g in sorted(named - known)]
    idle = [f"guard {g} is written and named in no machine" for g in sorted(known - named)]
    mute = [f"guard {g} has no words" for g in sorted(named) if not law.has_words(g)]
    return lost + idle + mute


def _names(law: Law) -> list[str]:
    problems = []
    for machine in law.machines.values():
        for move in machine.moves.values():
            where = f"machine {machine.kind} move {move.name}"
            problems += [f"{where}: no role {r}" for r in move.roles if r not in law.roles]
            problems += [f"{where}: no clock {c}" for c in (*move.stops, *move.starts) if c not in law.clock_versions]
            problems += [
                f"{where}: no state {s}" for s in (*move.from_, move.to) if s not in {*machine.states, "*", "="}
            ]
            if move.paper and move.paper not in law.form_versions:
                problems.append(f"{where}: no form {move.paper}")
            if move.notices and not law.has_words(f"notice.{machine.kind}.{move.name}"):
                problems.append(f"{where}: no words for its notice")
    for act in law.acts.values():
        problems += [f"act {act.code}: no role {r}" for r in act.by if r not in law.roles]
    for role in law.roles.values():
        problems += [f"role {role.code}: creates unknown role {r}" for r in role.creates if r not in law.roles]
        problems += [
            f"role {role.code}: no office kind {k}" for k in role.offices if k not in law.codes("office_kinds")
        ]
    return problems


def _versions(law: Law) -> list[str]:
    problems = []
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (("form", law.form_versions), ("clock", law.clock_versions))
    for kind, groups in kinds:
        for code, versions in groups.items():
            for one, two in zip(versions, versions[1:], strict=False):
                if one.valid_to is None or one.valid_to >= two.valid_from:
                    problems.append(f"{kind} {code}: two versions overlap on {two.valid_from}")
    return problems


def _forms(law: Law, types: frozenset[str]) -> list[str]:
    problems = []
    for versions in law.form_versions.values():
        for form in versions:
            keys = [field.key for field in form.fields]
            problems += [f"form {form.no}: {key} stands twice" for key in {k for k in keys if keys.count(k) > 1}]
            for field in (*form.fields, *(c for f in form.fields for c in f.columns)):
                if field.codes and field.codes not in law.code_lists():
                    problems.append(f"form {form.no} {field.key}: no code list {field.codes}")
                if types and field.type not in types | {"table"}:
                    problems.append(f"form {form.no} {field.key}: no such type {field.type}")
            problems += [f"form {form.no}: no role {r}" for r in (*form.by, *form.readers) if r not in law.roles]
    return problems


def _reachable(machine: Machine) -> list[str]:
    steps = {(start, move.to) for move in machine.moves.values() for start in move.from_ if move.to != "="}
    anywhere = {to for start, to in steps if start == "*"}
    seen, todo = set(), [machine.initial, "ORDERED", "ADMITTED"] if machine.kind == "placement" else [machine.initial]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [to for start, to in steps if start == state] + list(anywhere)
    lost = [f"machine {machine.kind}: {s} cannot be reached" for s in machine.states if s not in seen]
    stuck = [
        f"machine {machine.kind}: {s.code} cannot be left"
        for s in machine.states.values()
        if not s.final and not any(start == s.code for start, _ in steps)
    ]
    return lost + stuck


def report(law: Law, *, indicators: int) -> dict[str, Any]:
    """Counts of the law data, and what in it is not verified."""
    unverified = [c.code for c in law.clocks.values() if c.mark != "verified"]
    unverified += [f"form {f.no}" for v in law.form_versions.values() for f in v if f.mark != "verified"]
    return {
        "forms": len(law.form_versions),
        "clocks": len(law.clock_versions),
        "machines": len(law.machines),
        "moves": sum(len(m.moves) for m in law.machines.values()),
        "states": sum(len(m.states) for m in law.machines.values()),
        "roles": len(law.roles),
        "acts": len(law.acts),
        "indicators": indicators,
        "code_lists": len(law.code_lists()),
        "sentences": len(law.sentences()),
        "state_overrides": len(law.overrides),
        "missing_hindi": len(missing_hindi(law)),
        "unverified": unverified,
    }
