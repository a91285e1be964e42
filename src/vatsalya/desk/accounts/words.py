"""The sentence for a refusal, in the reader's language."""

from typing import Any

from django.utils.translation import gettext, gettext_noop

from vatsalya.law.load import law
from vatsalya.lib.errors import Refused

#: What a spreadsheet or a form got wrong; no rule of law, so not among the law's words.
OWN = {
    "account.already": gettext_noop("This person already holds this post by this order."),
    "account.holds_more": gettext_noop(
        "This person holds an earlier post that another office gave. Only that office makes a new invitation."
    ),
    "account.name_differs": gettext_noop(
        "This sign-in name belongs to somebody with another name. Check both, letter by letter."
    ),
    "account.no_such_name": gettext_noop("No account has this sign-in name."),
    "account.closed_elsewhere": gettext_noop(
        "This login was closed with a post that another office gave. That office opens it again, or leave the name "
        "empty and the person gets a new one."
    ),
    "bulk.empty": gettext_noop("The sheet has no rows below the first one."),
    "bulk.no_order": gettext_noop("The number of the appointment order is missing."),
    "bulk.phone": gettext_noop("The mobile number has ten digits and begins with 6, 7, 8 or 9."),
    "bulk.language": gettext_noop("The language is Hindi or English."),
    "bulk.date": gettext_noop("The day is not readable. Write it as 31-12-2026."),
    "bulk.double": gettext_noop("The same appointment stands in the sheet twice."),
    "bulk.undone": gettext_noop("This sheet was undone. Upload it again."),
}


def sentence(code: str, lang: str, **facts: Any) -> str:
    """The words for one code."""
    if law().has_words(code):
        return law().words(code, lang, **facts)
    return gettext(OWN[code])


def sentences(refused: Refused, lang: str) -> list[str]:
    """The words for all reasons of a refusal."""
    return [sentence(refusal.code, lang, **refusal.facts) for refusal in refused.refusals]
