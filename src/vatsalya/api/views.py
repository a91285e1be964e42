"""What machines may read without a key: the schemas of the statutory forms; no child's data."""

from typing import Any

from django.http import Http404, JsonResponse

from vatsalya.access.screens import screen
from vatsalya.law.load import law
from vatsalya.law.schema import json_schema
from vatsalya.lib.clock import ist_date


def _lang(request: Any) -> str:
    return "hi" if request.GET.get("lang") == "hi" else "en"


@screen("API-01", public=True)
def forms(request: Any) -> JsonResponse:
    """Every form in force today: number, version, title, rule; and the numbers that are reserved."""
    lang = _lang(request)
    rows = [
        {"no": f.no, "version": f.version, "title": f.title[lang], "rule": f.rule, "schema": f"/api/v1/forms/{f.no}/"}
        for f in law().forms(ist_date(request.at))
    ]
    reserved = [{"no": no, "title": words[lang]} for no, words in law().reserved.items()]
    return JsonResponse({"forms": rows, "reserved": reserved})


@screen("API-02", public=True)
def form(request: Any, no: str) -> JsonResponse:
    """The JSON Schema of one form."""
    if no not in law().form_versions:
        raise Http404
    return JsonResponse(json_schema(law().form(no, on=ist_date(request.at)), law(), _lang(request)))
