"""Who is signed in, and in which posting: one question to the database instead of two.

The session names both the account and the chosen posting. Where the posting is in force and is this account's, its
row brings the account along; everything else (no posting chosen yet, an ended one, an old session key) goes Django's
own way.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from vatsalya.lib.clock import now
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Posting

from .grants import with_grants

#: Where the session keeps the chosen posting.
POSTING_KEY = "posting"


def held(posting_id: int, at: Any) -> Posting | None:
    """A posting in force at this instant, with its account, office and break-glass grants."""
    return with_grants(offices.postings_in_force(at), at).filter(pk=posting_id).first()


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's, with the account taken from the chosen posting where that is safe."""

    def process_request(self, request: Any) -> None:
        """The instant of the request, and its account when somebody asks for it."""
        super().process_request(request)
        request.at = now()
        request.user = SimpleLazyObject(lambda: self._account(request))

    def _account(self, request: Any) -> Any:
        if not hasattr(request, "_cached_user"):
            posting = self._posting(request)
            if posting is not None:
                request.held, request._cached_user = posting, posting.account
        return get_user(request)

    def _posting(self, request: Any) -> Posting | None:
        """The chosen posting, when the session proves that its account signed in (as Django would check)."""
        session = request.session
        if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS or POSTING_KEY not in session:
            return None
        found = held(session[POSTING_KEY], request.at)
        if found is None or str(found.account_id) != str(session.get(SESSION_KEY)):
            return None
        proof = session.get(HASH_SESSION_KEY) or ""
        return found if constant_time_compare(proof, found.account.get_session_auth_hash()) else None
