"""The journey's pages, registering with its search, the national board: what they cost on a full country.

Runs on a database that `demo_settle` and `demo_country` have filled. Every figure is compared with an
empty page of the same stack in the same run.
"""

import logging
import os
import platform
import statistics
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from vatsalya.access import session
from vatsalya.access.actor import from_posting, machine
from vatsalya.access.middleware import POSTING_KEY
from vatsalya.accounts.models import Account
from vatsalya.lib.clock import now
from vatsalya.matters.models import Matter
from vatsalya.mis import engine
from vatsalya.missing import actions as missing
from vatsalya.offices.models import Posting
from vatsalya.placements.models import Placement
from vatsalya.places.models import District
from vatsalya.plans.models import Investigation
from vatsalya.public.tracking import OPENED

from . import onechild

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def figures(samples: list[float]) -> dict[str, float]:
    """Median, p95 and worst of a list of milliseconds."""
    ordered = sorted(samples)
    return {
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
        "max_ms": round(ordered[-1], 1),
    }


def signed_in(username: str) -> tuple[Client, Posting]:
    """A session of one of the demo's people."""
    account = Account.objects.get(username=username)
    posting = Posting.objects.select_related("office", "account").get(account=account)
    client = Client(HTTP_HOST="localhost")
    client.force_login(account, backend=BACKEND)
    held = client.session
    held[POSTING_KEY] = posting.pk
    held.save()
    return client, posting


def page(client: Client, url: str, rounds: int) -> dict[str, Any]:
    """One page: milliseconds, queries, bytes. The first time, the process also learns offices and districts."""
    seen: list[str] = []

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        seen.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        first = client.get(url)
        cold = len(seen)
        client.get(url)
    samples = []
    for _ in range(rounds):
        began = perf_counter()
        answer = client.get(url)
        samples.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200, (url, answer.status_code)
    return {
        "status": first.status_code,
        "queries": len(seen) - cold,
        "queries_first_time": cold,
        "kb": round(len(first.content) / 1024, 1),
        **figures(samples),
    }


def tracking(report: Matter) -> Client:
    """The mother's telephone, after her code was right."""
    client = Client(HTTP_HOST="localhost")
    client.get("/")
    held = client.session
    held[OPENED] = [str(report.pk), now().timestamp() + 3600]
    held.save()
    client.cookies["sessionid"] = str(held.session_key)
    return client


@transaction.atomic
def under_inquiry(committee: Posting) -> Any:
    """A case of the Committee whose inquiry runs and in which no report is owed: its orders' pages open. Or none."""
    session.bind(machine("bench"))
    owed = Investigation.unscoped.filter(filed_at=None).values("matter")
    rows = Matter.unscoped.filter(kind="cncp", state="UNDER_INQUIRY", unit_no=committee.office.no)
    return rows.exclude(pk__in=owed).order_by("-opened_at").values_list("pk", flat=True).first()


def pages(rounds: int) -> dict[str, Any]:
    """Each page of the journey as the person who opens it."""
    (police, _), (chair, committee), (home, _) = map(signed_in, ("police.gaya", "cwc.nashik", "home.nashik"))
    (ministry, _), (helpline, _), (nodal, _) = map(signed_in, ("ministry", "helpline.gaya", "nodal.gaya"))
    child = onechild.made()
    case, inquiry = f"/desk/cases/{child.case.pk}/", under_inquiry(committee)
    asked = {
        "desk_police": (police, "/desk/"),
        "missing_list": (police, "/desk/missing/"),
        "missing_form": (police, "/desk/missing/new/"),
        "missing_report": (police, f"/desk/missing/{child.report.pk}/"),
        "desk_nodal": (nodal, "/desk/"),
        "call_form": (helpline, "/desk/calls/new/"),
        "call": (helpline, f"/desk/calls/{child.call.pk}/"),
        "admission_form": (home, "/desk/cases/new/"),
        "residents": (home, "/desk/residents/"),
        "match": (police, f"/desk/matches/{child.pair.pk}/"),
        "desk_committee": (chair, "/desk/"),
        "case_list": (chair, "/desk/cases/"),
        "care_case": (chair, case),
        "sittings": (chair, "/desk/sittings/"),
        "sitting": (chair, f"/desk/sittings/{child.sitting.pk}/"),
        "order_18": (chair, f"{case}order/18/"),
        "figures_nation": (ministry, "/desk/figures/?nation=1"),
        "figure_list": (police, "/desk/figures/list/missing_open/?state=10"),
        "track_report": (tracking(child.report), "/track/report/"),
        "public_home": (Client(HTTP_HOST="localhost"), "/"),
    }
    if inquiry:
        asked["order_21"] = (chair, f"/desk/cases/{inquiry}/order/21/")
        asked["transfer"] = (chair, f"/desk/cases/{inquiry}/transfer/")
    return {name: page(client, url, rounds) for name, (client, url) in asked.items()}


def registering(rounds: int) -> dict[str, Any]:
    """Registering a missing child with its search of the whole country (rolled back each time)."""
    _, posting = signed_in("police.gaya")
    actor, samples = from_posting(posting), []
    gaya = District.objects.get(name_en="Gaya")
    for number in range(rounds):
        answers = {
            "name": f"अंकित कुमार {'कखगघच'[number % 5]}",
            "sex": "boy",
            "age": {"value": 8 + number % 5, "basis": "told"},
            "languages": ["mag"],
            "last_seen_at": now().isoformat(),
            "father": "राजेश",
            "last_seen_place": {"state": gaya.state_id, "district": gaya.code},
            "last_seen_text": "गया जंक्शन",
            "marks": [{"kind": "scar", "part": "wrist", "side": "left"}],
            "reporter_name": "सुनीता",
            "reporter_relation": "mother",
            "reporter_phone": "0000012345",
        }
        began = perf_counter()
        with transaction.atomic():
            session.bind(actor)
            missing.register(actor=actor, at=now(), answers=answers)
            transaction.set_rollback(True)
        samples.append((perf_counter() - began) * 1000)
    return figures(samples)


def audit_cost(rounds: int) -> dict[str, Any]:
    """What the audit trigger adds to one write: the same update with and without it, same row, same run."""
    with transaction.atomic():
        session.bind(machine("bench"))
        pk = Placement.unscoped.order_by("pk").values_list("pk", flat=True).first()

    def write() -> None:
        with transaction.atomic():
            session.bind(machine("bench"))
            Placement.unscoped.filter(pk=pk).update(admitted_at=now())

    with_it = [_timed(write) for _ in range(rounds)]
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("ALTER TABLE placements_placement DISABLE TRIGGER z_audit")
        without = [_timed(write) for _ in range(rounds)]
        owner.execute("ALTER TABLE placements_placement ENABLE TRIGGER z_audit")
    return {"with_audit": figures(with_it), "without_audit": figures(without)}


def _timed(act: Callable[[], Any]) -> float:
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000


def run(*, rounds: int = 40) -> dict[str, Any]:
    """All figures with machine, size of the data and the empty page of the same run."""
    call_command("demo_settle")
    call_command("collectstatic", interactive=False, verbosity=0)
    with transaction.atomic():
        session.bind(machine("bench"))
        size = Matter.unscoped.count()
    refresh = _timed(lambda: engine.refresh(at=now()))
    logging.getLogger("django.request").setLevel(logging.ERROR)
    empty = page(Client(HTTP_HOST="localhost"), "/healthz", rounds)
    found = pages(rounds)
    for one in found.values():
        one["times_empty_page"] = round(one["median_ms"] / max(empty["median_ms"], 0.1), 1)
    return {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "server": getattr(connection, "pg_version", 0),
        },
        "matters": size,
        "rounds": rounds,
        "empty_page": empty,
        "pages": found,
        "registering_with_search": registering(rounds),
        "figures_refresh_ms": round(refresh),
        "audit": audit_cost(200),
    }


if __name__ == "__main__":
    sys.exit("run it as: ./vatsalya bench journey --json")
