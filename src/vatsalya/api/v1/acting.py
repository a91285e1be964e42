"""What every act of a call does: judge the answers by the form, stop at a likely duplicate, do it once."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field, replace
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


Look = Callable[[], None]


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


def once(request: Any, work: calls.Callable[[], calls.Answer], *, first: Look | None = None) -> HttpResponse:
    """Do the act once for this idempotency key, all of it or nothing.

    `first` looks for likely duplicates. It stands outside what a refusal rolls back: else whoever asks in vain, again
    and again, would ask uncounted, and the register's limit of searches an hour would hold only for honest people.
    """
    digest = calls.digest(request.method, request.get_full_path(), request.body)
    call = {"key": request.key, "token": request.token, "digest": digest}
    if first and calls.given(**call) is None:
        try:
            first()
        except Likely:
            if calls.given(**call) is None:  # else the child that stands there is this very call's, made meanwhile
                raise
    (status, said), before = calls.once(**call, at=request.at, work=work)
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
class Entry:
    """A child about to be saved: its answers by the form, and the stop with the two ways on as on the screen."""

    request: Any
    form: str
    given: dict[str, Any]
    says: str = ""
    reason: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    photo: Any = None
    warnings: list[duplicates.Warning] = field(default_factory=list)

    @classmethod
    def of(cls, request: Any, form: str, data: Any) -> "Entry":
        """What was sent, with what the caller said of duplicates, if it said anything yet."""
        said = data.duplicate
        entry = cls(request, form, data.answers.model_dump(exclude_none=True))
        return replace(entry, says=said.says, reason=said.reason or "") if said else entry

    def look(self) -> None:
        """Judge the answers and ask the register; raises Likely when the caller has not said yet which it is."""
        actor, at = self.request.actor, self.request.at
        self.answers, self.photo = judged(self.request, self.form, self.given)
        self.warnings = duplicates.of_answers(
            self.answers, form=self.form, office_no=actor.office_no, at=at, actor=actor
        )
        if self.warnings and self.says not in ("same", "other"):
            raise Likely(self._hints())

    def ask(self) -> calls.Answer | None:
        """It may be the same child: the offices that hold it are told who asks, and nothing is saved."""
        if self.says != "same":
            return None
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
