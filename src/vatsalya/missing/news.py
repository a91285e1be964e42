"""News by text message to the family that reported: in its language, in plain words, no name, no place."""

from datetime import datetime

from django.conf import settings

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.law.load import law
from vatsalya.matters.models import Matter
from vatsalya.notices import actions as notices
from vatsalya.people import vault

from .models import MissingReport

#: Step of a report -> what its family is told. A death is told by a person and never by a message.
OF_STEP = {
    "trace": "found", "recover": "found", "restore": "home", "unconfirm_match": "again", "close": "closed",
    "not_missing": "closed", "mark_duplicate": "closed", "mark_false": "closed",
}  # fmt: skip


def tell(matter: Matter, step: str, *, at: datetime) -> None:
    """Tell the reporter that there is news, and where to read it with number and code."""
    with session.engine():
        report = gate.visible(ENGINE, MissingReport).get(pk=matter.pk)
        what = OF_STEP[step]
        if report.outcome == "dead" or (what == "found" and report.outcome == "came_back"):
            return  # who told that the child came back need not be told that it was found
        phone = vault.read_for_engine(matter.child_id).get("reporter_phone", "")
    if phone:
        lang = report.reporter_language if report.reporter_language in dict(settings.LANGUAGES) else "hi"
        url = f"{settings.BASE_URL}/track/"
        body = law().words(f"missing.sms_{what}", lang, number=matter.number, url=url)
        notices.text(phone=phone, template=f"missing.{what}", body=body, at=at)
