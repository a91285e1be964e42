"""Questions to an office that wrote down a call or a sighting: asked by the police, answered on its own file."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import NotVisible
from vatsalya.matters.models import Matter
from vatsalya.people import vault

from . import pair_states as states
from . import verdicts
from .models import PairQuestion


def tell(call: Matter, *, question_id: UUID, actor: Actor, code: str, note: str, at: datetime) -> None:
    """Answer one question about a file that the gate let this officer through to."""
    with session.engine():
        rows = gate.visible(ENGINE, PairQuestion).select_for_update(of=("self",))
        question = rows.filter(pk=question_id, pair__found=call.pk, side="missing").first()
        if question is None:
            raise NotVisible("missing_pairquestion", question_id, "match.decide")
        verdicts.tell_back(question, actor=actor, code=code, note=note, at=at)


def asked(call: Matter) -> list[dict]:
    """What the police ask about this file, and which office asks; nothing of the missing child itself.

    A question that nobody waits for any more, because its pair was decided or put aside, is not asked.
    """
    with session.engine():
        waits = Q(told_at__isnull=False) | Q(pair__verdict__in=(states.OPEN, states.FOLLOWED))
        rows = gate.visible(ENGINE, PairQuestion).filter(waits, pair__found=call.pk, side="missing")
        return [
            {
                "id": one.pk,
                "code": one.code,
                "asked_at": one.asked_at,
                "office_no": one.pair.missing_no,
                "note": vault.unlock(one.pair_id, one.pair.key, one.asked).get("note", ""),
                "answer": one.answer,
                "told_at": one.told_at,
            }
            for one in rows.select_related("pair").order_by("asked_at")
        ]
