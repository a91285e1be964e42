"""Putting the synthetic country's offices, homes and the demo's people into the database."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from vatsalya.accounts.models import Account
from vatsalya.offices.models import Office, Posting

from .directory import found_offices
from .offices import offices, staff

PASSWORD = "naya-savera-2026"  # noqa: S105  (the demo's own; every account of it is invented)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)

#: Every stakeholder of the demo: sign-in name -> (kind of office, its code, role, how-manieth holder).
LOGINS: dict[str, tuple[str, str, str, int]] = {
    "ministry": ("ministry", "IN", "ministry_officer", 0),
    "auditor": ("ministry", "IN", "auditor", 0),
    "scps.bihar": ("scps", "BR", "scps_officer", 0),
    "scps.maharashtra": ("scps", "MH", "scps_officer", 0),
    "sara.maharashtra": ("sara", "MH", "sara_officer", 0),
    "nodal.bihar": ("state_nodal", "BR", "state_nodal", 0),
    "nodal.gaya": ("nodal", "BR-GAYA", "nodal_officer", 0),
    "police.gaya": ("ps", "BR-GAYA-P1", "cwpo", 0),
    "sjpu.gaya": ("sjpu", "BR-GAYA", "sjpu_officer", 0),
    "ahtu.gaya": ("ahtu", "BR-GAYA", "ahtu_officer", 0),
    "rail.igatpuri": ("rail_post", "MH-NASH-R1", "rail_officer", 0),
    "home.nashik": ("home", "MH-NASH-H1A", "pic", 0),
    "home.pune": ("home", "MH-PUNE-H1A", "pic", 0),
    "saa.nashik": ("saa", "MH-NASH-S1", "saa_officer", 0),
    "cwc.nashik": ("cwc", "MH-NASH", "cwc_chair", 0),
    "cwc.nashik.2": ("cwc", "MH-NASH", "cwc_member", 0),
    "cwc.nashik.3": ("cwc", "MH-NASH", "cwc_member", 1),
    "cwc.nashik.office": ("cwc", "MH-NASH", "cwc_secretary", 0),
    "cwc.gaya": ("cwc", "BR-GAYA", "cwc_chair", 0),
    "cwc.gaya.2": ("cwc", "BR-GAYA", "cwc_member", 0),
    "cwc.gaya.3": ("cwc", "BR-GAYA", "cwc_member", 1),
    "jjb.nashik": ("jjb", "MH-NASH", "jjb_pm", 0),
    "jjb.nashik.2": ("jjb", "MH-NASH", "jjb_member", 0),
    "observation.nashik": ("ccl_home", "MH-NASH-OB", "ccl_pic", 0),
    "police.nashik": ("ps", "MH-NASH-P1", "cwpo", 0),
    "dcpu.nashik": ("dcpu", "MH-NASH", "dcpo", 0),
    "worker.nashik": ("dcpu", "MH-NASH", "social_worker", 0),
    "probation.nashik": ("dcpu", "MH-NASH", "probation_officer", 0),
    "dcpu.gaya": ("dcpu", "BR-GAYA", "dcpo", 0),
    "worker.gaya": ("dcpu", "BR-GAYA", "social_worker", 0),
    "helpline.bihar": ("control_room", "BR", "chl_operator", 0),
    "helpline.gaya": ("chl", "BR-GAYA", "chl_worker", 0),
    "dm.nashik": ("dm", "MH-NASH", "dm", 0),
    "police.kolkata": ("ps", "WB-KOLK-P1", "cwpo", 0),
    "ngo.nashik": ("ngo", "MH-NASH-N1", "ngo_worker", 0),
}


@transaction.atomic
def settle(*, seed: int = 1) -> int:
    """Found every office of the country and appoint the demo's people, where there are none; the offices made."""
    made = 0 if Office.objects.exists() else found_offices(seed=seed)
    if not Account.objects.filter(username__in=LOGINS).exists():
        _appoint({(plan["kind"], plan["code"]): plan for plan in offices(seed=seed)}, seed)
    return made


def _appoint(plans: dict[tuple[str, str], dict[str, Any]], seed: int) -> None:
    hashed = make_password(PASSWORD)  # one hash for all: Argon2 is slow on purpose
    for username, (kind, code, role, number) in LOGINS.items():
        plan = plans[kind, code]
        holders = [person for person in staff(plan, seed=seed) if person["role"] == role]
        person = holders[min(number, len(holders) - 1)] if holders else {"name_en": username.title(), "phone": ""}
        account = Account.objects.create(
            username=username, full_name=person["name_en"], phone=person["phone"], language="hi", password=hashed
        )
        Account.objects.filter(pk=account.pk).update(must_set_up=False)
        Authenticator.objects.create(
            user=account, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret(username))}
        )
        Posting.objects.create(
            account=account,
            office=Office.objects.get(kind=kind, code=code),
            role=role,
            order_no=f"{100 + account.pk}/2026",
            from_at=BEGAN,
        )


def secret(username: str) -> str:
    """The demo's authenticator secret of a sign-in name: the same on every start of this installation."""
    raw = hmac.new(settings.SECRET_KEY.encode(), f"demo:{username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(raw[:20]).decode()


def code_now(username: str) -> str:
    """The six digits that the demo's authenticator shows for a sign-in name at this moment."""
    around = list(yield_hotp_counters_from_time())
    counter = around[len(around) // 2]
    return format_hotp_value(hotp_value(secret(username), counter))
