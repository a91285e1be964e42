"""Pages for everybody: numbers to call, what to do, whom to ask. No protected data passes here."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from vatsalya.access.screens import screen
from vatsalya.lib.clock import ist_date
from vatsalya.offices import queries as offices
from vatsalya.places import queries as places

#: Whom a searching parent and a passer-by can turn to; the full directory shows every public office.
FOR_PARENTS = ("ps", "sjpu", "nodal", "rail_post", "dcpu", "state_nodal")
FOR_APPLICANTS = ("dcpu", "cwc", "saa", "nodal", "chl")
FOR_PASSERS_BY = ("chl", "ps", "rail_post", "cwc", "dcpu")


def _show(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
    """Render a page; its style sheet is named in the header, so that a slow line fetches both at once."""
    response = render(request, f"public/{template}.html", context)
    response["Link"] = f"<{static('vatsalya/look.css')}>; rel=preload; as=style"
    return response


def _page(code: str, template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page of words only."""

    @screen(code, public=True)
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        return _show(request, template)

    return view


home = _page("PU-01", "home")
rights = _page("PU-09", "rights")
help_page = _page("PU-09", "help")
accessibility = _page("PU-09", "accessibility")
privacy = _page("PU-09", "privacy")
sitemap = _page("PU-09", "sitemap")


@screen("PU-02", public=True)
@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    """What to do at once when one's own child is missing, and the offices to go to."""
    return _show(request, "missing", _offices_near(request, FOR_PARENTS))


@screen("PU-03", public=True)
@require_GET
def seen(request: HttpRequest) -> HttpResponse:
    """What to do, and not to do, on seeing a child who may need help (s.32)."""
    return _show(request, "seen", _offices_near(request, FOR_PASSERS_BY))


@screen("PU-08", public=True)
@require_GET
def apply(request: HttpRequest) -> HttpResponse:
    """Sponsorship, foster care, adoption, volunteering, a home's registration, complaint: what it is, whom to ask."""
    return _show(request, "apply", _offices_near(request, FOR_APPLICANTS))


@screen("PU-06", public=True)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Every public office of a State or district with its telephone; never where children live."""
    return _show(request, "directory", _offices_near(request, None))


@screen("PU-01", public=True)
@require_GET
def language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language in a cookie and go back to the page they were on."""
    code, back = request.GET.get("to", ""), request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _offices_near(request: Any, kinds: tuple[str, ...] | None) -> dict[str, Any]:
    """The two choices (State, then district) and, once made, the offices found."""
    lang = request.LANGUAGE_CODE
    states = places.states(lang)
    state = _chosen(request.GET.get("state"), states)
    districts = places.districts(state, lang, ist_date(request.at)) if state else []
    district = _chosen(request.GET.get("district"), districts)
    rows = offices.directory(state, district, lang, request.at) if state else []
    if kinds is not None:
        rows = [row for row in rows if row["kind"] in kinds]
    return {
        "states": states,
        "state": state,
        "districts": districts,
        "district": district,
        "district_name": dict(districts).get(district or 0),
        "state_name": dict(states).get(state or 0),
        "offices": rows,
    }


def _chosen(typed: str | None, known: list[tuple[int, str]]) -> int | None:
    """The code asked for when it is one of the known; a district of another State is dropped."""
    code = int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 8 else None
    return code if code in dict(known) else None
