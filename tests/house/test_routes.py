"""Every address leads to a marked screen, and every mark names an act that the law data knows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from vatsalya.access.screens import Screen, screen
from vatsalya.law.load import law

CODE = re.compile(r"^[A-Z]{2,3}-([A-Z]+-)?\d{1,2}[a-z]?$")  # CW-06 of the catalogue; AC-SETUP-1 where it has none


def _views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def _mark(view: Any) -> Screen | None:
    """The mark of a view, also where a class or a decorator stands around it."""
    while view is not None:
        found = getattr(view, "screen", None) or getattr(getattr(view, "view_class", None), "screen", None)
        if isinstance(found, Screen):
            return found
        view = getattr(view, "__wrapped__", None)
    return None


@pytest.fixture(scope="module")
def routes() -> dict[str, Any]:
    """All addresses and their views."""
    return dict(_views(get_resolver().url_patterns))


def test_a_view_without_a_mark_is_seen():
    assert _mark(lambda request: None) is None
    assert _mark(screen("CW-06", act="cncp.produce")(lambda request: None)) == Screen("CW-06", "cncp.produce")


def test_there_are_routes(routes):
    assert len(routes) > 20


def test_every_route_is_marked(routes):
    assert [address for address, view in routes.items() if _mark(view) is None] == [], "Instead: @screen(code, act=…)"


def test_every_screen_has_a_code_of_the_feature_catalogue(routes):
    marks = {address: _mark(view) for address, view in routes.items()}
    assert [f"{address}: {mark.code}" for address, mark in marks.items() if mark and not CODE.match(mark.code)] == []


def test_every_screens_act_is_in_the_law_data(routes):
    acts = law().acts
    marks = {address: _mark(view) for address, view in routes.items()}
    unknown = [
        f"{address}: {mark.act}" for address, mark in marks.items() if mark and mark.act and mark.act not in acts
    ]
    assert unknown == []


def test_only_citizens_pages_and_signing_in_are_public(routes):
    public = [address for address, view in routes.items() if (mark := _mark(view)) and mark.public]
    assert [address for address in public if address.startswith("desk/")] == []


def test_no_route_opens_djangos_admin(routes):
    assert [address for address in routes if "admin" in address] == []


def test_no_address_carries_a_name_or_a_telephone_number(routes):
    telling = re.compile(r"<(?:\w+:)?\w*(name|phone|mobile|mail|address|father|mother)\w*>")
    assert [address for address in routes if telling.search(address)] == [], "Instead: address by id or number"
