"""How a request meets the gate: posting -> actor -> one transaction -> view, refusals written apart."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from vatsalya.accounts import factors
from vatsalya.audit import actions as audit
from vatsalya.lib.errors import Forbidden, NotVisible
from vatsalya.offices import queries as offices

from . import errors, gate, session
from .actor import Actor, citizen, from_posting
from .grants import in_force
from .screens import Screen, mark_of
from .signed_in import POSTING_KEY, held


class GateMiddleware:
    """Binds every request to an actor and refuses unmarked screens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.request_id = uuid.uuid4().hex
        request.actor = citizen()
        request.posting = None
        return self.get_response(request)

    def process_view(self, request: Any, view: Callable, args: tuple, kwargs: dict) -> HttpResponse:
        """Run the view inside one transaction bound to the actor; turn refusals into answers."""
        mark = mark_of(view, request.method)
        if mark is None:
            raise RuntimeError(f"{view.__module__}.{view.__name__} is not declared with @screen")
        request.door = mark.door
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "") + request.path:
            return errors.not_found(request)  # no address of ours has this character, and the database takes none
        stop = self._knock(request, mark) if mark.door else self._enter(request, mark)
        if stop is not None:
            return stop
        try:
            return self._run(request, mark, view, args, kwargs)
        except NotVisible as gone:
            self._tell(request, gone.act, gone.table, gone.row_id, "not visible")
            return errors.not_found(request)
        except Forbidden as no:
            self._tell(request, no.act, no.table, no.row_id, no.code)
            return errors.forbidden(request, no.code)

    def _enter(self, request: Any, mark: Screen) -> HttpResponse | None:
        """Find the posting; send strangers to the sign-in and new staff to their set-up."""
        if not request.user.is_authenticated:
            return None if mark.public else redirect_to_login(request.get_full_path(), "/sign-in/")
        translation.activate(request.LANGUAGE_CODE)
        if not mark.public and factors.needs_setup(request.user) and not mark.code.startswith("AC-SETUP"):
            return redirect("setup_factor")
        posting = self._posting(request)
        if posting is None:
            return None if mark.public or mark.code.startswith("AC-") else redirect("choose_posting")
        request.posting = posting
        request.actor = from_posting(posting, *in_force(posting))
        return None

    def _knock(self, request: Any, mark: Screen) -> HttpResponse | None:
        """A machine at its door: the signature names the posting; there is no session to lean on."""
        assert mark.door is not None
        found = mark.door.enter(request)
        if isinstance(found, HttpResponse):
            return found
        request.posting = found
        request.actor = replace(from_posting(found), grant_reason=request.purpose)
        return None

    def _posting(self, request: Any) -> Any:
        chosen = request.session.get(POSTING_KEY)
        found = getattr(request, "held", None)
        if found is None or found.pk != chosen:
            found = held(chosen, request.at) if chosen else None
        if found is None or found.account_id != request.user.pk:
            mine = offices.postings_of(request.user.pk, request.at)
            if len(mine) != 1:
                return None
            found = held(mine[0].pk, request.at)
            request.session[POSTING_KEY] = mine[0].pk
        return found

    def _run(self, request: Any, mark: Screen, view: Callable, args: tuple, kwargs: dict) -> HttpResponse:
        with transaction.atomic():
            session.bind(request.actor, request_id=request.request_id, act=mark.act or mark.code)
            if mark.act and not gate.may(request.actor, mark.act) and not request.actor.grants:
                raise self._refusal(request, mark, kwargs)
            with audit.together():
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                    response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _refusal(self, request: Any, mark: Screen, kwargs: dict) -> NotVisible | Forbidden:
        """To a stranger the address of somebody's file is not found; a screen without one is not theirs."""
        asked = next((value for value in kwargs.values() if isinstance(value, uuid.UUID)), None)
        if asked and request.method in ("GET", "HEAD"):
            return NotVisible("screen", asked, mark.act or "")
        return Forbidden("gate.not_allowed", mark.act or "", "screen", mark.code)

    def _tell(self, request: Any, act: str, table: str, row_id: str, reason: str) -> None:
        """Write a refusal in a transaction of its own: the view's work was rolled back."""
        actor: Actor = request.actor
        audit.record_apart(
            kind="refusal",
            account=actor.account_id,
            posting=actor.posting_id,
            act=act,
            table=table,
            row_id=row_id,
            child_id=None,
            reason=reason,
        )
