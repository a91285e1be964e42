"""What is asked for a key, an agreement, an alert, a review and an FIR."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vatsalya.exchange import cards, keys
from vatsalya.exchange.cap import alerts
from vatsalya.law.load import law
from vatsalya.papers.formfields import CleanText, Day, choose
from vatsalya.places import queries as places


class Plain(forms.Form):
    """A form whose mistakes are told in the reader's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


def _codes(name: str, lang: str) -> list[tuple[str, str]]:
    return [(code, words[lang]) for code, words in law().codes(name).items()]


class KeyForm(Plain):
    """Which office's system, what it is called, and for what it may call."""

    office = forms.ChoiceField(label=_("Office in whose name the system calls"))
    label = CleanText(label=_("Name of the system"), max_length=80)
    purposes = forms.MultipleChoiceField(label=_("Purposes for which it may call"), widget=forms.CheckboxSelectMultiple)
    per_minute = forms.IntegerField(label=_("Calls a minute"), min_value=1, max_value=6000, initial=120)

    def __init__(self, *args: Any, actor: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [(str(one.pk), getattr(one, f"name_{lang}")) for one in keys.offices_for(actor)]
        choose(self, "office", [("", "—"), *offices])
        choose(self, "purposes", _codes("call_purposes", lang))


class AgreementForm(Plain):
    """With whom, by which agreement, until when, and what is told."""

    label = CleanText(label=_("Who is told"), max_length=120)
    agreement_no = CleanText(label=_("Number of the agreement on file"), max_length=64)
    agreement_on = Day(label=_("Day of the agreement"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = Day(label=_("Ends on"), widget=forms.DateInput(attrs={"type": "date"}))
    events = forms.MultipleChoiceField(label=_("What is told"), widget=forms.CheckboxSelectMultiple, required=False)
    url = CleanText(
        label=_("Address for events (https)"), max_length=300, required=False,
        help_text=_("Leave it empty when they only read the feeds."),
    )  # fmt: skip

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "events", _codes("events", lang))


class AlertForm(Plain):
    """For which published child, why, where and how long."""

    card_id = forms.ChoiceField(label=_("Published child"))
    grounds = CleanText(
        label=_("Grounds, without a name"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept on record; not sent out."),
    )  # fmt: skip
    districts = forms.MultipleChoiceField(
        label=_("Districts"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    lines = forms.MultipleChoiceField(label=_("Railway lines"), required=False, widget=forms.CheckboxSelectMultiple)
    hours = forms.TypedChoiceField(label=_("For how many hours"), coerce=int, initial=24)
    exercise = forms.BooleanField(label=_("This is an exercise"), required=False)

    def __init__(self, *args: Any, at: Any, lang: str, state_code: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [one for one in cards.live(at=at) if one.state_code == state_code]
        named = [
            (
                str(one.public_id),
                f"{one.first_name or _('name not known')} · {places.district_name(one.district_code, lang)}",
            )
            for one in shown
        ]
        self.nobody = not named
        choose(self, "card_id", [("", "—"), *named])  # nobody is chosen until somebody chooses
        choose(self, "districts", [(group, list(rows)) for group, rows in places.grouped(lang)])
        choose(self, "lines", _codes("rail_lines", lang))
        choose(self, "hours", [(hours, str(hours)) for hours in alerts.HOURS])


class DocumentForm(Plain):
    """A document of another registry."""

    document = forms.FileField(label=_("PFIF document (XML, at most 5 MB)"))


class FirForm(Plain):
    """The number of an FIR of the own station."""

    fir_no = CleanText(
        label=_("FIR number and year"), max_length=10, help_text=_("For example 0412/2026."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
