"""Keeping what a window of a form holds as its writer's draft, beside what other windows of the same form hold."""

import json
from typing import Any

from django.db import IntegrityError, transaction

from vatsalya.papers import actions as papers
from vatsalya.papers.rules import Boxes, Merged

#: The box in which a window says from which answers it started.
BASE = "draft_base"
_SKIP = {"csrfmiddlewaretoken", "token", "duplicate", "duplicate_reason", "kept_photo", "one_child", BASE}


def keep(request: Any, *, form: str, about: str, form_version: str) -> Merged:
    """Save what this window holds; what another window typed stays and is told."""
    answers = {key: request.POST.getlist(key) for key in request.POST if key not in _SKIP}
    told: dict[str, Any] = {"form": form, "about": about, "form_version": form_version}
    told |= {"answers": answers, "base": _base(request)}
    try:
        with transaction.atomic():
            return papers.merge_draft(actor=request.actor, at=request.at, **told)
    except IntegrityError:  # two windows began the draft at the same moment; now it is there
        return papers.merge_draft(actor=request.actor, at=request.at, **told)


def _base(request: Any) -> Boxes | None:
    """Of each box that a window changed, what stood there before; None when the page does not say."""
    try:
        found = json.loads(request.POST.get(BASE, ""))
        return {str(key): [str(one) for one in values] for key, values in found.items()}
    except (ValueError, TypeError, AttributeError):
        return None
