"""What a State's own rule may change, and whether its value can be right."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from .load import Law
from .reading import LANGUAGES
from .shapes import Override

_CLOCK = re.compile(r"clock\.(.+)\.length")
_FORM = re.compile(r"form\.(.+)\.(title|number)")


def rules_wrong(law: Law) -> Iterator[str]:
    """Unknown keys, impossible values and rules that overlap."""
    for rule in law.overrides:
        why = _wrong(law, rule)
        if why:
            yield f"state {rule.state} {rule.key}: {why}"
    for one, two in combinations(law.overrides, 2):
        if (one.state, one.key) == (two.state, two.key) and (one.valid_to is None or one.valid_to >= two.valid_from):
            yield f"state {one.state} {one.key}: two rules overlap on {two.valid_from}"


def _wrong(law: Law, rule: Override) -> str:
    if clock := _CLOCK.fullmatch(rule.key):
        return _of_clock(law, clock[1], rule.value)
    if form := _FORM.fullmatch(rule.key):
        return _of_form(law, form[1], form[2], rule.value)
    if rule.key not in law.options:
        return "there is nothing of this name for a State to set"
    return "" if _fits(law.options[rule.key].kind, rule.value) else f"{rule.value!r} is not of the right kind"


def _of_clock(law: Law, code: str, value: Any) -> str:
    if code not in law.clocks:
        return "no such clock"
    return "" if _whole(value) else "a length is a whole number"


def _of_form(law: Law, no: str, part: str, value: Any) -> str:
    if no not in law.form_versions:
        return "no such form"
    if part == "number":
        return "" if isinstance(value, str) and value else "a number is written as text"
    both = isinstance(value, dict) and set(value) == set(LANGUAGES) and all(value.values())
    return "" if both else "a title is written in both languages"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _fits(kind: str, value: Any) -> bool:
    if kind == "yesno":
        return isinstance(value, bool)
    if kind == "number":
        return _whole(value)
    return isinstance(value, list) and all(_whole(day) for day in value) and value == sorted(set(value)) != []
