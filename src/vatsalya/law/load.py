"""Reading the law data once, into frozen objects; a mistake in a file stops the start with its place."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from . import avoid, form_files, parts
from .apart import apart
from .offences import offences
from .posters import posters
from .publication import publication
from .reading import LawError, words_by_code
from .shapes import Clock, Form, Machine, Override, Words

FOLDER = Path(__file__).parent
_MODEL: Any = object()


def _in_force(item: Any, on: date) -> bool:
    return item.valid_from <= on and (item.valid_to is None or on <= item.valid_to)


class Law:
    """All law data; the questions that the rest of the house asks of it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._words = words_by_code(folder / "words.toml")
        self._codes = {p.stem: words_by_code(p) for p in sorted((folder / "codes").glob("*.toml"))}
        self.clock_versions = parts.clocks(folder / "clocks.toml")
        self.clocks = {code: versions[-1] for code, versions in self.clock_versions.items()}
        self.roles = parts.roles(folder / "roles.toml")
        self.acts = parts.acts(folder / "acts.toml")
        self.machines = {p.stem: parts.machine(p) for p in sorted((folder / "machines").glob("*.toml"))}
        self.form_versions = form_files.forms(folder / "forms")
        self.reserved = words_by_code(folder / "reserved.toml")
        self.options = parts.options(folder / "options.toml")
        self.overrides = parts.overrides(folder / "states")
        self.avoided = avoid.avoided(folder / "avoid.toml")
        self.apart = apart(folder / "apart.toml")
        self.publication = publication(folder / "publication.toml")
        self.posters = posters(folder / "posters.toml")
        self.offences = offences(folder / "offences.toml")

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
        form = found[-1]
        return replace(
            form,
            title=self.option(state, f"form.{no}.title", on, form.title),
            printed_no=self.option(state, f"form.{no}.number", on, form.printed_no),
        )

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
        clock = found[-1]
        return replace(clock, length=self.option(state, f"clock.{code}.length", on, clock.length))

    def override(self, state: str | None, key: str, on: date) -> Override | None:
        """A State's own rule for a key on a day, if it has one."""
        found = [o for o in self.overrides if o.state == state and o.key == key and _in_force(o, on)]
        return found[-1] if found else None

    def option(self, state: str | None, key: str, on: date, default: Any = _MODEL) -> Any:
        """A State's own rule for a key on a day, else the default given, else that of the model rules."""
        own = self.override(state, key, on)
        if own is not None:
            return own.value
        return self.options[key].default if default is _MODEL else default


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def _localised(facts: dict[str, Any], lang: str) -> dict[str, Any]:
    """Facts that are words in two languages are shown in the reader's."""
    return {k: v[lang] for k, v in facts.items() if isinstance(v, dict) and lang in v}


@cache
def law() -> Law:
    """The law, read once."""
    return Law()
