"""Reading the law data once, into frozen objects; a mistake in a file stops the start with its place."""

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from .shapes import Act, Clock, Field, Form, Machine, Move, Override, Role, Section, State, Words

FOLDER = Path(__file__).parent


class LawError(ValueError):
    """Law data that cannot be right: says which file and which key."""


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise LawError(f"{path.name}: {wrong}") from wrong


def _need(data: dict[str, Any], key: str, where: str) -> Any:
    if key not in data:
        raise LawError(f"{where}: '{key}' is missing")
    return data[key]


def _tuple(value: Any) -> tuple:
    return tuple(value) if isinstance(value, list | tuple) else (value,) if value else ()


def _in_force(item: Any, on: date) -> bool:
    return item.valid_from <= on and (item.valid_to is None or on <= item.valid_to)


class Law:
    """All law data; the questions that the rest of the house asks of it."""

    def __init__(self) -> None:
        self._words: dict[str, Words] = _toml(FOLDER / "words.toml")
        self._codes = {p.stem: _toml(p) for p in sorted((FOLDER / "codes").glob("*.toml"))}
        self.clock_versions = _clocks(_toml(FOLDER / "clocks.toml"))
        self.roles = _roles(_toml(FOLDER / "roles.toml"))
        self.acts = _acts(_toml(FOLDER / "acts.toml"))
        self.machines = {p.stem: _machine(p) for p in sorted((FOLDER / "machines").glob("*.toml"))}
        self.form_versions = _forms()
        self.overrides = _overrides()

    def words(self, code: str, lang: str, **facts: Any) -> str:
        """The sentence for a code in a language, with its facts filled in."""
        text = self._words.get(code)
        if text is None:
            raise LawError(f"words.toml: no words for '{code}'")
        return text[lang].format_map(_Facts({**facts, **_localised(facts, lang)}))

    def has_words(self, code: str) -> bool:
        """True when a code has its sentence."""
        return code in self._words

    def sentences(self) -> dict[str, Words]:
        """Every sentence by its code."""
        return self._words

    def codes(self, name: str) -> dict[str, Words]:
        """A code list: code -> words in two languages."""
        return self._codes[name]

    def code_lists(self) -> dict[str, dict[str, Words]]:
        """All code lists by name."""
        return self._codes

    def machine(self, kind: str) -> Machine:
        """The life of a kind of proceeding."""
        return self.machines[kind]

    def form(self, no: str, *, on: date, state: str | None = None) -> Form:
        """The version of a form that is in force on a day, with the State's own number or title."""
        found = [f for f in self.form_versions.get(no, ()) if _in_force(f, on)]
        if not found:
            raise LawError(f"form {no}: no version in force on {on}")
        title = self.option(state, f"form.{no}.title", on, None)
        return replace(found[-1], title=title) if title else found[-1]

    def newest_form(self, no: str) -> Form:
        """The latest version of a form, whatever the day."""
        return self.form_versions[no][-1]

    def forms(self, on: date) -> list[Form]:
        """Every form in force on a day."""
        return [f for versions in self.form_versions.values() for f in versions if _in_force(f, on)]

    def clock(self, code: str, *, on: date, state: str | None = None) -> Clock:
        """The clock in force on a day, with the State's own length where it has one."""
        found = [c for c in self.clock_versions.get(code, ()) if _in_force(c, on)]
        if not found:
            raise LawError(f"clock {code}: no version in force on {on}")
        length = self.option(state, f"clock.{code}.length", on, None)
        return replace(found[-1], length=length) if length else found[-1]

    @property
    def clocks(self) -> dict[str, Clock]:
        """The latest version of every clock."""
        return {code: versions[-1] for code, versions in self.clock_versions.items()}

    def option(self, state: str | None, key: str, on: date, default: Any) -> Any:
        """A State's own rule for a key on a day, else the default."""
        found = [o for o in self.overrides if o.state == state and o.key == key and _in_force(o, on)]
        return found[-1].value if found else default


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def _localised(facts: dict[str, Any], lang: str) -> dict[str, Any]:
    """Facts that are words in two languages are shown in the reader's."""
    return {k: v[lang] for k, v in facts.items() if isinstance(v, dict) and lang in v}


def _clocks(data: dict[str, Any]) -> dict[str, tuple[Clock, ...]]:
    found: dict[str, list[Clock]] = {}
    for code, versions in data.items():
        for raw in versions if isinstance(versions, list) else [versions]:
            where = f"clocks.toml {code}"
            found.setdefault(code, []).append(
                Clock(
                    code=code,
                    label={"en": _need(raw, "en", where), "hi": _need(raw, "hi", where)},
                    length=_need(raw, "length", where),
                    unit=_need(raw, "unit", where),
                    less_journey=raw.get("less_journey", False),
                    owner=_tuple(raw.get("owner")),
                    basis=_need(raw, "basis", where),
                    mark=_need(raw, "mark", where),
                    valid_from=_need(raw, "valid_from", where),
                    valid_to=raw.get("valid_to"),
                    breach=raw.get("breach", {}),
                )
            )
    return {code: tuple(sorted(v, key=lambda c: c.valid_from)) for code, v in found.items()}


def _roles(data: dict[str, Any]) -> dict[str, Role]:
    return {
        code: Role(
            code=code,
            label=_need(raw, "label", f"roles.toml {code}"),
            offices=_tuple(_need(raw, "offices", f"roles.toml {code}")),
            reach=_need(raw, "reach", f"roles.toml {code}"),
            realms=_tuple(raw.get("realms")),
            sees=_tuple(raw.get("sees", ["P"])),
            creates=_tuple(raw.get("creates")),
            purpose=raw.get("purpose", {"en": "", "hi": ""}),
        )
        for code, raw in data.items()
    }


def _acts(data: dict[str, Any]) -> dict[str, Act]:
    return {
        code: Act(
            code=code,
            label=_need(raw, "label", f"acts.toml {code}"),
            by=_need(raw, "by", f"acts.toml {code}"),
            by_grant=raw.get("by_grant", False),
        )
        for code, raw in data.items()
    }


def _machine(path: Path) -> Machine:
    data, where = _toml(path), path.name
    states = {
        code: State(code, raw["label"], raw.get("plain", raw["label"]), raw.get("final", False))
        for code, raw in _need(data, "states", where).items()
    }
    moves = {
        name: Move(
            name=name,
            label=_need(raw, "label", f"{where} {name}"),
            from_=_tuple(_need(raw, "from", f"{where} {name}")),
            to=_need(raw, "to", f"{where} {name}"),
            roles=_tuple(_need(raw, "roles", f"{where} {name}")),
            guards=_tuple(raw.get("guards")),
            paper=raw.get("paper"),
            stops=_tuple(raw.get("stops")),
            starts=_tuple(raw.get("starts")),
            notices=_tuple(raw.get("notices")),
            second_person=raw.get("second_person", False),
        )
        for name, raw in _need(data, "moves", where).items()
    }
    return Machine(
        kind=path.stem,
        realm=_need(data, "realm", where),
        label=_need(data, "label", where),
        initial=_need(data, "initial", where),
        opening=_tuple(data.get("opening")),
        opening_starts=_tuple(data.get("opening_starts")),
        states=states,
        moves=moves,
    )


def _field(raw: dict[str, Any], section: str, where: str) -> Field:
    where = f"{where} {raw.get('key', '?')}"
    hint = {"en": raw["hint_en"], "hi": raw["hint_hi"]} if "hint_en" in raw else None
    return Field(
        key=_need(raw, "key", where),
        type=_need(raw, "type", where),
        section=section,
        label={"en": _need(raw, "en", where), "hi": _need(raw, "hi", where)},
        hint=hint,
        required=raw.get("required", False),
        vis=raw.get("vis", "S"),
        codes=raw.get("codes"),
        min=raw.get("min"),
        max=raw.get("max"),
        future=raw.get("future", False),
        prefill=raw.get("prefill"),
        columns=tuple(_field(column, section, where) for column in raw.get("columns", ())),
    )


def _form(path: Path) -> Form:
    data, where = _toml(path), path.name
    sections = tuple(
        Section(
            key=raw["key"],
            title={"en": raw["en"], "hi": raw["hi"]},
            fields=tuple(_field(f, raw["key"], where) for f in raw["fields"]),
        )
        for raw in _need(data, "sections", where)
    )
    return Form(
        no=str(_need(data, "no", where)),
        version=_need(data, "version", where),
        valid_from=_need(data, "valid_from", where),
        valid_to=data.get("valid_to"),
        title=_need(data, "title", where),
        rule=_need(data, "rule", where),
        by=_tuple(_need(data, "by", where)),
        at_states=_tuple(data.get("at_states")),
        realm=_need(data, "realm", where),
        readers=_tuple(_need(data, "readers", where)),
        sections=sections,
        order=data.get("order", False),
        mark=data.get("mark", "verified"),
        note=data.get("note", {}),
    )


def _forms() -> dict[str, tuple[Form, ...]]:
    found: dict[str, list[Form]] = {}
    for path in sorted((FOLDER / "forms").glob("*.toml")):
        form = _form(path)
        found.setdefault(form.no, []).append(form)
    return {no: tuple(sorted(v, key=lambda f: f.valid_from)) for no, v in found.items()}


def _overrides() -> list[Override]:
    found = []
    for path in sorted((FOLDER / "states").glob("*.toml")):
        for raw in _toml(path).get("rules", []):
            found.append(
                Override(path.stem, raw["key"], raw["value"], raw["valid_from"], raw.get("valid_to"), raw["basis"])
            )
    return sorted(found, key=lambda o: o.valid_from)


@cache
def law() -> Law:
    """The law, read once."""
    return Law()
