"""Is the law data whole? Pure: the registries of guards are handed in from above."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from string import Formatter
from typing import Any

from . import avoid
from .load import Law
from .reading import LANGUAGES
from .shapes import Form, Machine, Move
from .state_rules import rules_wrong
from .walk import all_words

DEVANAGARI = re.compile("[\u0900-\u097f]")
#: Labels that are the same in both languages (abbreviations of the law and the police).
SAME_IN_BOTH = {"FIR"}
#: A move from anywhere, a move that stays, and one that goes back to where the matter stood before.
ANY, SAME, BACK = "*", "=", "<"
#: Who fills a form without a login and holds no role.
CITIZEN = "citizen"


def check(law: Law, *, guards: Iterable[str], form_types: Iterable[str] = ()) -> list[str]:
    """Everything that is wrong, each as one line; empty when the law data is whole."""
    parts: list[Iterable[str]] = [
        _labels(law),
        _guards(law, frozenset(guards)),
        _who(law),
        _clocks(law),
        _versions(law),
        _forms(law, frozenset(form_types)),
        rules_wrong(law),
        _posters(law),
        _apart(law),
    ]
    parts.append(_endless(law))
    for machine in law.machines.values():
        parts += [_moves(law, machine), _reachable(machine)]
    return [problem for part in parts for problem in part]


def missing_hindi(law: Law) -> list[str]:
    """Places where Hindi is missing or is not Hindi."""
    return [
        where
        for where, words in all_words(law)
        if not DEVANAGARI.search(words.get("hi", "")) and words.get("en") not in SAME_IN_BOTH
    ]


def _labels(law: Law) -> Iterator[str]:
    yield from (f"{where}: Hindi is missing" for where in missing_hindi(law))
    pattern = avoid.pattern(word for item in law.avoided for word in (*item.en, *item.hi))
    for where, words in all_words(law):
        yield from (f"{where}: no {lang}" for lang in LANGUAGES if not words.get(lang, "").strip())
        found = [m.group() for lang in LANGUAGES for m in pattern.finditer(words.get(lang, ""))]
        yield from (f"{where}: says '{word}', which the Act avoids" for word in found)
        if _blanks(words.get("en", "")) != _blanks(words.get("hi", "")):
            yield f"{where}: the two languages do not have the same blanks"


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _guards(law: Law, known: frozenset[str]) -> Iterator[str]:
    named = {guard for m in law.machines.values() for move in m.moves.values() for guard in move.guards}
    asked = {guard for versions in law.form_versions.values() for form in versions for guard in form.guards}
    yield from (f"guard {g} is named in a machine and written nowhere" for g in sorted(named - known))
    yield from (f"guard {g} is named in a form and written nowhere" for g in sorted(asked - known))
    named |= asked
    yield from (f"guard {g} is written and named in no machine" for g in sorted(known - named))
    yield from (f"guard {g} has no words" for g in sorted(named) if not law.has_words(g))


def _who(law: Law) -> Iterator[str]:
    kinds = law.codes("office_kinds")
    for act in law.acts.values():
        yield from (f"act {act.code}: no role {r}" for r in act.by if r not in law.roles)
    for role in law.roles.values():
        yield from (f"role {role.code}: creates unknown role {r}" for r in role.creates if r not in law.roles)
        yield from (f"role {role.code}: no office kind {k}" for k in role.offices if k not in kinds)
        if not role.offices:
            yield f"role {role.code}: can be held in no office"


def _clocks(law: Law) -> Iterator[str]:
    for versions in law.clock_versions.values():
        for clock in versions:
            yield from (f"clock {clock.code}: no role {r}" for r in clock.owner if r not in law.roles)
            if not clock.owner:
                yield f"clock {clock.code}: nobody owes it"
            if clock.unit == "period" and not clock.length:
                yield f"clock {clock.code}: a period of no length"


def _moves(law: Law, machine: Machine) -> Iterator[str]:
    where = f"machine {machine.kind}"
    yield from (f"{where}: no role {r}" for r in machine.opening if r not in law.roles)
    yield from (f"{where}: no clock {c}" for c in machine.opening_starts if c not in law.clocks)
    yield from (f"{where}: no state {s}" for s in (machine.initial, *machine.opens_in) if s not in machine.states)
    for move in machine.moves.values():
        yield from (f"{where} move {move.name}: {wrong}" for wrong in _move(law, machine, move))


def _move(law: Law, machine: Machine, move: Move) -> Iterator[str]:
    known = {*machine.states, ANY, SAME, BACK}
    yield from (f"no role {r}" for r in move.roles if r not in law.roles)
    yield from (f"no clock {c}" for c in (*move.stops, *move.lapses, *move.starts) if c not in law.clocks)
    yield from (f"no state {s}" for s in (*move.from_, move.to) if s not in known)
    yield from (
        f"clock {c} recurs and cannot be started"
        for c in move.starts
        if c in law.clocks and law.clocks[c].unit == "period"
    )
    if not move.reopens and move.to != SAME:
        yield from (
            f"leaves the final state {s}" for s in move.from_ if s in machine.states and machine.states[s].final
        )
    if not move.from_:
        yield "starts nowhere"
    if move.notices and not law.has_words(f"notice.{machine.kind}.{move.name}"):
        yield "no words for its notice"
    if move.paper:
        yield from _paper(law, move)


def _endless(law: Law) -> Iterator[str]:
    """A clock that the law starts must be stopped by something that an officer can do."""
    moves = [move for machine in law.machines.values() for move in machine.moves.values()]
    started = {c for m in law.machines.values() for c in m.opening_starts} | {c for m in moves for c in m.starts}
    stopped = {code for move in moves for code in (*move.stops, *move.lapses)}
    yield from (f"clock {code} is started and no move stops it" for code in sorted(started - stopped))


def _paper(law: Law, move: Move) -> Iterator[str]:
    if move.paper not in law.form_versions:
        yield f"no form {move.paper}"
        return
    form = law.newest_form(move.paper)
    yield from (f"form {form.no} is not filled by {r}" for r in move.roles if r not in form.by)
    yield from (f"form {form.no} is not filled at {s}" for s in move.from_ if s not in form.at_states)


def _versions(law: Law) -> Iterator[str]:
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (("form", law.form_versions), ("clock", law.clock_versions))
    for kind, groups in kinds:
        for code, versions in groups.items():
            for one, two in pairwise(versions):
                if one.valid_to is None or one.valid_to >= two.valid_from:
                    yield f"{kind} {code}: two versions overlap on {two.valid_from}"
    for no, forms in law.form_versions.items():
        if len({form.version for form in forms}) < len(forms):
            yield f"form {no}: two versions have one name"


def _forms(law: Law, types: frozenset[str]) -> Iterator[str]:
    yield from (f"form {no}: is reserved and has a file" for no in law.reserved if no in law.form_versions)
    for versions in law.form_versions.values():
        for form in versions:
            yield from (f"form {form.no}: {wrong}" for wrong in _form(law, form, types))


def _form(law: Law, form: Form, types: frozenset[str]) -> Iterator[str]:
    for key, times in Counter(f.key for f in form.fields).items():
        if times > 1:
            yield f"{key} stands twice"
    yield from (f"no role {r}" for r in (*form.by, *form.readers) if r not in law.roles and r != CITIZEN)
    states = {s for m in law.machines.values() if m.realm in (form.realm, *form.also) for s in m.states}
    yield from (f"no state {s}" for s in form.at_states if s not in states)
    yield from _door(law, form)
    for field in (*form.fields, *(c for f in form.fields for c in f.columns)):
        if field.codes and field.codes not in law.code_lists():
            yield f"{field.key}: no code list {field.codes}"
        if field.within and field.within not in law.clocks:
            yield f"{field.key}: no clock {field.within}"
        if field.not_before not in (None, "order", "began", *(f.key for f in form.fields if f.type == "date")):
            yield f"{field.key}: no day {field.not_before}"
        if types and field.type not in types | {"table"}:
            yield f"{field.key}: no such type {field.type}"
    yield from (f"{f.key}: a table in a table" for t in form.fields for f in t.columns if f.columns)


def _door(law: Law, form: Form) -> Iterator[str]:
    """A form of the general door names real proceedings of its realm, and no move has it as its paper."""
    yield from (f"no proceeding {kind}" for kind in form.on if kind not in law.machines)
    realms = {law.machines[kind].realm for kind in form.on if kind in law.machines}
    yield from (f"is of the realm {form.realm} and filed in {realm}" for realm in realms - {form.realm, *form.also})
    papers = {move.paper for machine in law.machines.values() for move in machine.moves.values()}
    if form.on and form.no in papers:
        yield "is the paper of a move and offered at the door as well"
    if form.guards and not form.on:
        yield "has guards that nobody asks: it is not filed at the door"


def _apart(law: Law) -> Iterator[str]:
    """What excludes each other stands in a code list."""
    for name, rule in law.apart.items():
        known = law.code_lists().get(name, {})
        yield from (f"apart {name}: no code {c}" for row in ((rule.first,), *rule.rows) for c in row if c not in known)


def _posters(law: Law) -> Iterator[str]:
    """A language is offered on posters only where all fixed words are written in it."""
    for code in law.publication.poster_languages:
        if code not in law.posters:
            yield f"publication.toml: posters.toml has no words in '{code}'"


def _reachable(machine: Machine) -> Iterator[str]:
    steps = {(start, move.to) for move in machine.moves.values() for start in move.from_ if move.to not in (SAME, BACK)}
    anywhere = {to for start, to in steps if start == ANY}
    seen: set[str] = set()
    todo = [machine.initial, *machine.opens_in]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += [to for start, to in steps if start == here] + list(anywhere)
    yield from (f"machine {machine.kind}: {s} cannot be reached" for s in machine.states if s not in seen)
    for state in machine.states.values():
        if not state.final and not any(start == state.code for start, _ in steps):
            yield f"machine {machine.kind}: {state.code} cannot be left"


def report(law: Law, *, indicators: int) -> dict[str, Any]:
    """Counts of the law data, and what in it is not verified."""
    unverified = [c.code for c in law.clocks.values() if c.mark != "verified"]
    unverified += [f"form {f.no}" for v in law.form_versions.values() for f in v if f.mark != "verified"]
    unverified += [f"offences.toml: {len(law.offences.sections)} sections"] if law.offences.mark != "verified" else []
    unverified += [f"option {o.key}" for o in law.options.values() if o.mark != "verified"]
    unverified += [f"{o.state} {o.key} from {o.valid_from}" for o in law.overrides if o.mark != "verified"]
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
        "state_options": len(law.options),
        "state_overrides": len(law.overrides),
        "reserved": sorted(law.reserved),
        "missing_hindi": len(missing_hindi(law)),
        "unverified": unverified,
    }
