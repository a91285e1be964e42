"""What every act of a call does: judge the answers by the form, stop at a likely duplicate, do it once."""

import base64
import binascii
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from vatsalya.exchange import answers as judged_by
from vatsalya.exchange import calls
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.missing import duplicates
from vatsalya.offices import queries as offices
from vatsalya.papers import uploads

from .problems import problem
from .shapes import ProblemOut

NO = {code: ProblemOut for code in (400, 401, 403, 404, 409, 413, 415, 422, 429)}


class Wrong(Exception):
    """Answers that the form refuses."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows


class Likely(Exception):
    """A child like this stands in the register; the caller has not said yet which it is."""

    def __init__(self, hints: list[dict[str, Any]]) -> None:
        self.hints = hints


def wrong(request: HttpRequest, no: Wrong) -> HttpResponse:
    """Answers that the form refuses, question by question."""
    return problem(422, "call.answers", errors=no.rows)


def likely(request: HttpRequest, no: Likely) -> HttpResponse:
    """Whom to ask and what agrees, and nothing of who the other child is."""
    return problem(409, "duplicate.likely", more={"duplicates": no.hints})


def once(request: Any, work: calls.Callable[[], calls.Answer]) -> HttpResponse:
    """Do the act once for this idempotency key, all of it or nothing."""
    (status, said), before = calls.once(
        key=request.key,
        token=request.token,
        digest=calls.digest(request.method, request.get_full_path(), request.body),
        at=request.at,
        work=work,
    )
    answer = JsonResponse(said, status=status, json_dumps_params={"sort_keys": True})
    if before:
        answer["Idempotent-Replay"] = "true"
    return answer


def judged(request: Any, form: str, given: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The answers as they will be signed, and the photograph, cleaned."""
    sent = given.pop("photo", None)
    kept, rows = judged_by.judge(form, given, at=request.at)
    if rows:
        raise Wrong(rows)
    return kept, _photo(sent) if sent else None


def _photo(sent: str) -> Any:
    try:
        return uploads.clean_photo(base64.b64decode(sent, validate=True))
    except binascii.Error:
        raise Refused(Refusal("photo.not_a_photo")) from None


@dataclass
class Stop:
    """The stop before a child is saved, with the same engine and the same two ways on as on the screen."""

    request: Any
    says: str = ""
    reason: str = ""
    warnings: list[duplicates.Warning] = field(default_factory=list)

    @classmethod
    def of(cls, request: Any, said: Any) -> "Stop":
        """What the caller said of duplicates; nothing when it did not say anything yet."""
        return cls(request, said.says, said.reason or "") if said else cls(request)

    def at(self, answers: dict[str, Any], *, form: str) -> calls.Answer | None:
        """Nothing when the child may be saved; else the answer after asking, or raises Likely."""
        actor, at = self.request.actor, self.request.at
        self.warnings = duplicates.of_answers(answers, form=form, office_no=actor.office_no, at=at, actor=actor)
        if self.says == "same":
            return self._ask()
        if self.warnings and self.says != "other":
            raise Likely(self._hints())
        return None

    def _ask(self) -> calls.Answer:
        """It may be the same child: the offices that hold it are told who asks, and nothing is saved."""
        if not self.warnings:
            raise Refused(Refusal("duplicate.none"))
        asked = duplicates.ask(self.warnings, actor=self.request.actor, at=self.request.at)
        return 200, {"asked": [office(no) for no in dict.fromkeys(asked)], "duplicates": self._hints()}

    def _hints(self) -> list[dict[str, Any]]:
        return [_hint(one) for one in self.warnings]

    def remember(self, matter: Any) -> None:
        """The child was saved in spite of the warning; without a known reason all of it is refused."""
        duplicates.remember(matter, self.warnings, reason=self.reason, actor=self.request.actor, at=self.request.at)


def _hint(one: duplicates.Warning) -> dict[str, Any]:
    agrees = [{lang: duplicates.agreeing(part, lang) for lang in ("en", "hi")} for part in one.agrees]
    return {"office": office(one.office_no), "why": one.why, "agrees": agrees, "number": one.number}


def office(no: int) -> dict[str, Any]:
    """Whom to ask: the office by name, and its telephone."""
    found = offices.by_no(no)
    return {"office_no": no, "en": found.name_en, "hi": found.name_hi, "phone": found.phone}
