"""What is checked at every start: the law data is whole, every screen is declared, every table has a side."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from vatsalya.access.scope import Scoped
from vatsalya.access.screens import marks
from vatsalya.law.check import check
from vatsalya.law.load import law
from vatsalya.matters.registry import guard
from vatsalya.notices import gateway
from vatsalya.papers.formfields import KINDS

#: How a table of ours says that it is not behind the row wall, and why.
OPEN_MARKS = ("open_to_all", "closed_to_all")


def law_problems() -> list[str]:
    """What is wrong in the law data, with the guards that are written."""
    return check(law(), guards=guard.names(), form_types=KINDS)


def views(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the portal with its view."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns, where)
        elif isinstance(entry, URLPattern):
            yield where, entry.callback


def undeclared_routes() -> list[str]:
    """Addresses whose view has no @screen, or whose act the law does not know."""
    found = []
    for where, view in views():
        declared = marks(view).values()
        if not declared:
            found.append(f"{where}: no @screen")
        found += [f"{where}: the law knows no act {m.act}" for m in declared if m.act and m.act not in law().acts]
    return found


def undeclared_models() -> list[str]:
    """Tables of ours that are neither protected nor declared open with a reason."""
    return [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("vatsalya.")
        and not issubclass(model, Scoped)
        and not any(hasattr(model, mark) for mark in OPEN_MARKS)
    ]


def gateway_problems() -> list[str]:
    """What is wrong with the file of the text-message gateway, if there is one."""
    try:
        gateway.read(settings.SMS_GATEWAY) if settings.SMS_GATEWAY else None
    except gateway.Broken as broken:
        return [f"SMS_GATEWAY: {broken}"]
    return []


def house(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The start fails on any of these; so does the build."""
    wrong = law_problems() + undeclared_routes() + [f"{m}: not declared to the gate" for m in undeclared_models()]
    return [Error(text, id="vatsalya.E001") for text in wrong + gateway_problems()]


def register_checks() -> None:
    """Have Django run `house` before every command."""
    register(house)
