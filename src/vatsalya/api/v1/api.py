"""Version 1 put together: routers, how what went wrong is told, and the marks that the gate asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from vatsalya.law.load import law
from vatsalya.lib.errors import Refused

from . import acting, found, registries, reports
from .problems import CONTENT_TYPE, of_refused, problem

api = NinjaAPI(
    title="Vatsalya: calls of departments",
    version="1",
    description=(
        "Every call is signed (Ed25519), says its purpose, and acts in the post of its key. Acts carry an"
        " Idempotency-Key. Refusals are problem+json in Hindi and English."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="machines",
)
api.add_router("/reports", reports.router)
api.add_router("/found", found.router)
api.add_router("", registries.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, no: Refused) -> HttpResponse:
    """The law or the portal says no."""
    return of_refused(no)


@api.exception_handler(acting.Wrong)
def wrong_answers(request: HttpRequest, no: acting.Wrong) -> HttpResponse:
    """The form says no."""
    return acting.wrong(request, no)


@api.exception_handler(acting.Likely)
def likely_duplicate(request: HttpRequest, no: acting.Likely) -> HttpResponse:
    """The register says: perhaps this child is here already."""
    return acting.likely(request, no)


@api.exception_handler(ValidationError)
def not_as_asked(request: HttpRequest, no: ValidationError) -> HttpResponse:
    """The call is not of the shape that the OpenAPI document asks for."""
    said = {lang: law().words("form.invalid", lang) for lang in ("en", "hi")}
    rows = [{"field": ".".join(str(part) for part in one["loc"]), "code": one["type"], **said} for one in no.errors]
    return problem(422, "call.shape", errors=rows)


@api.exception_handler(HttpError)
def not_json(request: HttpRequest, no: HttpError) -> HttpResponse:
    """The body cannot be read at all."""
    return problem(400, "call.not_json")


def document() -> dict[str, Any]:
    """The OpenAPI document; refusals are named there as what they are, problem+json."""
    made: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1")
    for operations in made["paths"].values():
        for operation in operations.values():
            for status, told in operation["responses"].items():
                if int(status) >= 400:
                    told["content"] = {CONTENT_TYPE: told["content"]["application/json"]}
    return made


def addresses() -> list[URLPattern]:
    """All addresses of version 1, each marked for the gate: one mark for each method that it serves."""
    found: dict[str, URLPattern] = {}
    for bound in api._get_bound_routers():
        views = [view for view in bound.path_operations.values() for _ in view.operations]
        for pattern, view in zip(bound.urls_paths(bound.prefix), views, strict=True):
            found.setdefault(str(pattern.pattern), _marked(pattern, view))
    return list(found.values())


def _marked(pattern: URLPattern, view: Any) -> URLPattern:
    marks = {method: one.view_func.screen for one in view.operations for method in one.methods}
    callback: Any = pattern.callback
    callback.screens, callback.screen = marks, next(iter(marks.values()))
    return pattern
