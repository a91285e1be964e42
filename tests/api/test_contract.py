"""The OpenAPI document and the answers agree, whatever is sent: tried by machine, with real signatures."""

import secrets
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks as known
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.system import System
from tests.api.test_found import body as found_body
from tests.country_of_tests import Land, settle
from tests.journeys.story import Story
from vatsalya.access.screens import marks
from vatsalya.api.v1.api import document
from vatsalya.config.start import views

pytestmark = pytest.mark.django_db
#: Whether valid data is taken is the law's to say (a day that has not come is of the right shape, and refused).
CHECKS = [
    known.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
schema = schemathesis.openapi.from_dict(document())


@pytest.fixture
def world(db: None) -> tuple[Land, dict[str, System], dict[str, str]]:
    """Systems of a station, a railway post and the nodal offices, without a limit that the trying would meet.

    There are a report and a found child's record to be tried with.
    """
    land = settle()
    posts = {"gaya.ps": "station", "gaya.nodal": "nodal", "gaya.rail_post": "railway"}
    systems = {name: System(land, office, "gaya.scps", per_minute=6000) for office, name in posts.items()}
    record = systems["railway"].act("POST", "/api/v1/found", found_body())
    assert record.status_code == 201
    return land, systems, {"report_id": str(Story(land).register().pk), "found_id": record.json()["id"]}


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_one_that_the_document_names(case: Any, world: Any) -> None:
    """Calls made up from the document, also wrong ones; half of them about a file that there is."""
    _land, systems, there = world
    nodal = case.operation.path.endswith(("pfif", "acknowledgement"))
    system = systems["nodal" if nodal else "railway" if "/found" in case.operation.path else "station"]
    for name in set(there) & set(case.path_parameters or {}):
        if secrets.randbelow(2):
            case.path_parameters = {**case.path_parameters, name: there[name]}
    made = case.as_transport_kwargs(base_url="http://testserver")
    sent = requests.Request(**made).prepare()
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    target = sent.path_url
    head = system.head(sent.method or "GET", target, body, token=secrets.token_hex(8))
    kind = sent.headers.get("Content-Type", "application/json")
    answer = system.client.generic(sent.method or "GET", target, body, content_type=kind, headers=head)
    headers = {name.lower(): [str(value)] for name, value in answer.headers.items()}
    told = schemathesis.Response(answer.status_code, headers, answer.content, sent, 0.0, verify=True)
    case.validate_response(told, checks=CHECKS)


def test_the_document_is_public_and_names_every_refusal(client) -> None:
    found = client.get("/api/v1/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            missing = {"400", "401", "403", "404", "409", "413", "415", "422", "429"} - set(operation["responses"])
            assert missing == set(), f"{method} {path}"


def test_every_operation_passes_the_gate_and_its_door() -> None:
    """Each method of each address carries its own mark: no operation leans on that of another."""
    found = {where: marks(view) for where, view in views() if where.startswith("api/v1/") and hasattr(view, "screens")}
    assert set(found["api/v1/reports"]) == {"GET", "POST"}
    assert found["api/v1/reports"]["POST"].act == "missing.register"
    declared = [mark for by_method in found.values() for mark in by_method.values()]
    assert found["api/v1/found"]["POST"].act == "rail.record" and found["api/v1/found"]["GET"].act == "rail.read"
    assert len(declared) == 13 and all(mark.door for mark in declared)
    assert len({mark.code for mark in declared}) == len(declared)
