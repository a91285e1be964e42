"""The fixed words of a poster in each language in which one may be printed."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .reading import LawError, Row, toml

#: The words of a poster, and the facts that each of them holds.
WORDS = {
    **dict.fromkeys("missing seen boy girl age height marks clothes last call helpline police do scan".split(), ()),
    **dict.fromkeys("draft portal photo no_photo".split(), ()),
    "years": ("low", "high"), "cm": ("cm",), "until": ("day",), "printed": ("at",), "serial": ("serial",),
}  # fmt: skip


@dataclass(frozen=True)
class Tongue:
    """A language of posters: its own name, in which language names of places stand beside it, and its words."""

    code: str
    name: str
    facts: str
    mark: str
    words: dict[str, str]

    def say(self, key: str, **facts: Any) -> str:
        """Words of the poster with their facts."""
        return self.words[key].format(**facts)


def posters(path: Path) -> dict[str, Tongue]:
    """Every language by its code, in the order of the file; a word left out stops the start."""
    return {code: _tongue(code, row) for code, row in toml(path).each()}


def _tongue(code: str, row: Row) -> Tongue:
    made = Tongue(
        code=code,
        name=row.get("name", str),
        facts=row.get("facts", str, among={"en", "hi"}),
        mark=row.get("mark", str, among={"verified", "unverified"}),
        words={key: row.get(key, str) for key in WORDS},
    )
    row.end()
    for key, facts in WORDS.items():
        if not made.words[key].strip() or set(re.findall(r"{(\w*)}", made.words[key])) != set(facts):
            raise LawError(f"{row.where}: '{key}' must hold {', '.join(facts) or 'words alone'}")
    return made
