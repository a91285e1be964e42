"""The citizens' pages with a small directory of their own, and one page of every part of the desk."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.staticfiles.views import serve
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from vatsalya.offices import queries as offices
from vatsalya.papers.rules import merge
from vatsalya.places import queries as places

AT = datetime(2026, 11, 23, 5, 12, 17, tzinfo=UTC)
OFFICES = [
    ("ps", "Police station", "थाना", "Police Station Kotwali, Gaya", "थाना कोतवाली, गया", "0631 555 0101"),
    ("dcpu", "District Child Protection Unit", "जिला बाल संरक्षण इकाई", "DCPU Gaya", "जिला इकाई, गया", ""),
]
RECEIVED: list[dict[str, Any]] = []
HELD: dict[str, list[str]] = {}
LINE = {"up": True}
ASKED = {"live": 0}


def _states(lang: str) -> list[tuple[int, str]]:
    return [(10, "बिहार" if lang == "hi" else "Bihar"), (27, "महाराष्ट्र" if lang == "hi" else "Maharashtra")]


def _districts(state: int, lang: str, on: Any) -> list[tuple[int, str]]:
    return [(212, "गया" if lang == "hi" else "Gaya")] if state == 10 else [(487, "नाशिक" if lang == "hi" else "Nashik")]


def _directory(state: int, district: int | None, lang: str, at: Any = None) -> list[dict[str, Any]]:
    hindi = lang == "hi"
    return [
        {"kind": kind, "label": label_hi if hindi else label, "name": name_hi if hindi else name, "phone": phone}
        for kind, label, label_hi, name, name_hi, phone in (OFFICES if district else [])
    ]


places.states, places.districts, offices.directory = _states, _districts, _directory  # type: ignore[assignment]


def at_a_fixed_time(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[Any], HttpResponse]:
    """Stands where the gate stands in the portal; nobody is signed in."""

    def middleware(request: Any) -> HttpResponse:
        request.at, request.posting, request.actor = AT, None, None
        return get_response(request)

    return middleware


def frame(request: HttpRequest) -> dict[str, Any]:
    """An official at work; `?as=8` is another one."""
    account = SimpleNamespace(full_name="Member A.")
    pk = request.GET.get("as", "7")
    posting = SimpleNamespace(pk=pk, account=account, order_no="14/2025", to_at=datetime(2027, 3, 31, tzinfo=UTC))
    nav = [
        (f"/{name}/", name.title(), name == "today") for name in ("today", "missing", "cases", "sittings", "figures")
    ]
    office = {"office_name": "Child Welfare Committee, Nashik", "role_label": "Member", "demo": True}
    return {"posting": posting, "nav": nav, "second_factor": True, "seen_today": 6, **office}


class Report(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name as told", help_text="In the script in which it was given.")
    sex = forms.ChoiceField(label="Sex", choices=[("b", "boy"), ("g", "girl")], widget=forms.RadioSelect)
    marks = forms.MultipleChoiceField(
        label="Marks", choices=[("s", "scar"), ("m", "mole")], widget=forms.CheckboxSelectMultiple, required=False
    )
    seen = forms.DateField(label="Last seen on", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    place = forms.ChoiceField(label="District", choices=[("1", "Gaya"), ("2", "Nashik")])
    note = forms.CharField(label="Circumstances", widget=forms.Textarea, required=False)
    photo = forms.FileField(
        label="Photograph",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "data-shrink": "150"}),
    )
    fir = forms.BooleanField(label="An FIR is made", required=False)


def report(request: HttpRequest) -> HttpResponse:
    """A long form; it goes through when the name is 'right'."""
    form = Report(request.POST or None, request.FILES or None)
    if request.method == "POST":
        files = {key: [file.size, file.read().hex()] for key, file in request.FILES.items()}
        RECEIVED.append({"kind": "report", "data": dict(request.POST.lists()), "files": files})
        time.sleep(float(request.GET.get("wait", 0)))
        if request.POST.get("name") == "right":
            return HttpResponseRedirect("/today/")
    return render(request, "site/report.html", {**frame(request), "form": form})


def draft(request: HttpRequest) -> HttpResponse:
    """Where drafts go while the line is up."""
    if not LINE["up"]:
        return HttpResponse(status=503)
    RECEIVED.append({"kind": "draft", "data": dict(request.POST.lists()), "files": {}})
    now = merge(HELD, dict(request.POST.lists()), json.loads(request.POST["draft_base"]))
    HELD.update(now.boxes)
    return JsonResponse({"theirs": now.theirs, "other": now.other})


@csrf_exempt
def received(request: HttpRequest) -> HttpResponse:
    """What the server got; a POST forgets it and sets the line up or down."""
    if request.method == "POST":
        RECEIVED.clear()
        HELD.clear()
        LINE["up"] = request.POST.get("up") != "0"
    return JsonResponse(RECEIVED, safe=False)


def live(request: HttpRequest) -> HttpResponse:
    """A part that changes at every second look."""
    ASKED["live"] += 1
    tag = f'"{ASKED["live"] // 2}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    return HttpResponse(f"<b>look {tag}</b>", headers={"ETag": tag})


def desk(template: str, **context: Any) -> Callable[[HttpRequest], HttpResponse]:
    """A page in the desk's frame."""
    return lambda request: render(request, template, {**frame(request), "h": HOURS, **context})


def citizen(template: str, **context: Any) -> Callable[[HttpRequest], HttpResponse]:
    """A page in the citizens' frame."""
    return lambda request: render(request, template, context)


def bare(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page rendered as when everything else is lost: without a request."""
    return lambda request: render(None, template)  # type: ignore[arg-type]


HOURS = {name: AT + timedelta(hours=n) for name, n in {"soon": 6, "late": -80, "far": 216, "before": -30}.items()}
MONTHS = [("May", 11.8), ("Jun", 11.9), ("Jul", 11.7), ("Aug", 12.6), ("Sep", 12.9), ("Oct", 13.7)]
STATES = [("West Bengal", 7604), ("Madhya Pradesh", 6190), ("Bihar", 5377)]
STEPS = [
    {"at": AT - timedelta(days=11), "words": "Report written", "by": "Police Station Kotwali, Gaya", "tone": "done"},
    {"at": AT - timedelta(hours=2), "words": "A child found may be yours", "by": "", "tone": "now"},
    {"at": None, "words": "The Committee hears the child", "by": "", "tone": "next"},
]
SHOWN = {
    "number": "BR-GAYA-26-00417-2",
    "status": "Two officers are looking.",
    "tone": "soon",
    "as_of": AT,
    "closed": False,
    "next_words": "Keep your telephone near you.",
    "leave_url": "/report/",
    "steps": STEPS,
    "who": {"office": "Police Station Kotwali, Gaya", "phone": "0631 555 0101", "officer": ""},
    "station": None,
    "nodal": {"office": "Nodal officer, Gaya", "phone": "0631 555 0109"},
}

urlpatterns = [
    path("today/", desk("site/today.html")),
    path("match/", desk("site/match.html")),
    path("figures/", desk("site/figures.html", months=MONTHS, states=STATES, page=Paginator(range(95), 20).page(2))),
    path("report/", report),
    path("draft/", draft),
    path("received/", received),
    path("live/", live),
    path("mfa/", desk("403.html", why=""), name="mfa_index"),
    path("t/track/", citizen("public/track.html", number="", sent=False)),
    path("t/code/", citizen("public/track.html", number="BR-1", sent=True, phone_end="45", refusals=["Not right."])),
    path("t/show/", citizen("public/track_show.html", **SHOWN)),
    path("t/404/", citizen("404.html")),
    path("t/404-desk/", desk("404.html")),
    path("t/403-desk/", desk("403.html", why="")),
    path("t/csrf/", citizen("csrf.html")),
    path("t/500/", bare("500.html")),
    path("t/503/", bare("503.html")),
    path("t/507/", bare("507.html")),
    re_path(r"^static/(?P<path>.*)$", serve, {"insecure": True}),
    path("", include("vatsalya.public.urls")),
]
