"""Numbers given elsewhere (an FIR, another portal's file), kept keyed, to see the same child entered twice."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.matters.models import Matter

from .models import Identifier
from .rules import cleaned


def key(kind: str, text: str | None, *, office_no: int) -> str:
    """How a number is compared; empty for no number. An FIR's number counts within its own station only."""
    plain = cleaned(text).lstrip("0") if kind == "fir" else cleaned(text)  # 0054/2026 is 54/2026
    if not plain:
        return ""
    where = f"{office_no}:" if kind == "fir" else ""
    told = f"{kind}:{where}{plain}".encode()
    return hmac.new(settings.VATSALYA_MATCH_KEY, b"identifier:" + told, hashlib.sha256).hexdigest()[:32]


def keep(matter: Matter, *, kind: str, text: str | None, at: datetime) -> None:
    """Remember a file's number of this kind; another one given later ends the first."""
    told = key(kind, text, office_no=matter.unit_no)
    with session.engine():
        rows = gate.visible(ENGINE, Identifier).filter(matter=matter, kind=kind, ended_at=None)
        if rows.filter(key=told).exists():
            return
        rows.update(ended_at=at)
        if told:
            Identifier.objects.create(matter=matter, kind=kind, key=told, at=at)


def _holders(kind: str, told: str) -> QuerySet[Identifier]:
    rows = gate.visible(ENGINE, Identifier).filter(kind=kind, key=told, ended_at=None, matter__closed_at=None)
    return rows.select_related("matter").order_by("at", "pk")


def sharing(*, kind: str, text: str | None, office_no: int) -> list[Matter]:
    """Open files that hold the same number, oldest first; a blank is nobody's number."""
    told = key(kind, text, office_no=office_no)
    with session.engine():
        return [one.matter for one in _holders(kind, told)] if told else []


def _own(matter: Matter, kind: str) -> Identifier | None:
    """A file's number; a closed file shares nothing any more."""
    rows = gate.visible(ENGINE, Identifier).filter(kind=kind, ended_at=None, matter__closed_at=None)
    return rows.filter(matter=matter).first()


def others(matter: Matter, *, kind: str) -> list[Matter]:
    """Other open files with this file's number."""
    with session.engine():
        own = _own(matter, kind)
        return [one.matter for one in _holders(kind, own.key) if one.matter_id != matter.pk] if own else []


def alert(matter: Matter, *, kind: str) -> Matter | None:
    """Of the files that share this one's number, the one on which the alert stands: the newest. None when alone."""
    rest = others(matter, kind=kind)
    with session.engine():
        own = _own(matter, kind)
        return _holders(kind, own.key).last().matter if rest and own else None  # type: ignore[union-attr]
