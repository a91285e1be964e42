"""Short forms of the police's pages, with the law's own code lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vatsalya.law.load import law
from vatsalya.missing import diary
from vatsalya.papers.formfields import CleanText, Day, Moment, choose


def codes(name: str, lang: str, *, empty: bool = True) -> list[tuple[str, Any]]:
    """A code list as choices."""
    found: list[tuple[str, Any]] = [(code, words[lang]) for code, words in law().codes(name).items()]
    return [("", _("Choose")), *found] if empty else found


def _text(label: Any, rows: int = 4, **more: Any) -> CleanText:
    return CleanText(label=label, max_length=3000, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more)


def _picture(label: Any, hint: Any = "") -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": "image/*"})
    return forms.FileField(label=label, required=False, help_text=hint, widget=widget)


class Quiet(forms.Form):
    """A form whose refusals are ours and not the browser's."""

    use_required_attribute = False

    def __init__(self, *args: Any, lang: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang = lang
        self.choose()

    def choose(self) -> None:
        """Fill the choices in the reader's language."""

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        choose(self, name, choices)

    def _moment(self, name: str, words: str) -> None:
        """Both boxes of a moment say in the reader's language what they are about."""
        made = Moment(label=words, required=self.fields[name].required)
        made.label = words
        self.fields[name] = made


class FirForm(Quiet):
    """Number, date and sections of the FIR."""

    fir_no = CleanText(
        label=gettext_lazy("FIR number"), max_length=40, help_text=gettext_lazy("Number/year, for example 123/2026.")
    )
    fir_on = Day(
        label=gettext_lazy("Date of the FIR"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sections = CleanText(
        label=gettext_lazy("Sections"), max_length=120, required=False, help_text=gettext_lazy("Like 137(2) BNS.")
    )
    zero = forms.BooleanField(label=gettext_lazy("Zero FIR: it happened in another station's area"), required=False)


class SectionsForm(Quiet):
    """Sections that were written wrongly, and why."""

    sections = CleanText(
        label=gettext_lazy("Sections"), max_length=120, required=False, help_text=gettext_lazy("Like 137(2) BNS.")
    )
    reason = _text(
        gettext_lazy("Reason, at least three words"), help_text=gettext_lazy("It stands in the file. No names.")
    )


class EffortForm(Quiet):
    """A line of the diary."""

    code = forms.ChoiceField(label=gettext_lazy("What was done"))
    done_at = Moment()
    note = _text(gettext_lazy("Note (police only, sealed)"), required=False)
    photo = _picture(gettext_lazy("Picture of a paper or place (police only)"))

    def choose(self) -> None:
        """The efforts that an officer enters."""
        self._choices("code", [("", _("Choose")), *diary.choices(self.lang)])
        self._moment("done_at", _("When"))


class ReasonForm(Quiet):
    """Why; at least three words."""

    reason = _text(
        gettext_lazy("Reason, at least three words"), help_text=gettext_lazy("It goes to the police diary, under seal.")
    )


class EndForm(Quiet):
    """The outcome that one officer asks for."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"))
    reason = _text(gettext_lazy("What happened, at least three words"))
    photo = _picture(
        gettext_lazy("Document"), gettext_lazy("Needed when the child was found dead: a picture of the paper.")
    )

    def __init__(self, *args: Any, outcomes: list[str], **kwargs: Any) -> None:
        self.outcomes = outcomes
        super().__init__(*args, **kwargs)
        if "dead" not in outcomes:
            del self.fields["photo"]

    def choose(self) -> None:
        """The outcomes that are possible at this step for this officer."""
        words = law().codes("outcomes")
        self._choices("outcome", [("", _("Choose")), *((code, words[code][self.lang]) for code in self.outcomes)])


class StationForm(Quiet):
    """Which station takes the zero FIR."""

    station = forms.ChoiceField(label=gettext_lazy("Station of the place where it happened"))

    def __init__(self, *args: Any, stations: list[tuple[str, str]], **kwargs: Any) -> None:
        self.stations = stations
        super().__init__(*args, **kwargs)

    def choose(self) -> None:
        """The stations of the district where the child was last seen."""
        self._choices("station", [("", _("Choose")), *self.stations])


class ModusForm(Quiet):
    """How the child was taken, as the unit sees it."""

    modus = forms.ChoiceField(label=gettext_lazy("How the child was taken"), required=False)
    note = _text(gettext_lazy("Persons and traces (this unit only, sealed)"), required=False)

    def choose(self) -> None:
        """The ways that the unit counts."""
        self._choices("modus", codes("ahtu_modus", self.lang))


class UpdateForm(Quiet):
    """The three-monthly report."""

    text = _text(gettext_lazy("What was done since the last report"))


class LinkForm(Quiet):
    """Another report of the unit."""

    number = CleanText(label=gettext_lazy("Number of the other report"), max_length=60)


class HandedForm(Quiet):
    """To whom a found child was handed, and when."""

    handed_kind = forms.ChoiceField(
        label=gettext_lazy("Handed to"),
        required=False,
        help_text=gettext_lazy("Handed to the Committee counts as produced."),
    )
    handed_at = Moment(required=False)

    def choose(self) -> None:
        """Recipients, and the two boxes of the moment."""
        self._choices("handed_kind", codes("handed_to", self.lang))
        self._moment("handed_at", _("Handed over, day and time"))


class RailForm(HandedForm):
    """What the railway counts of a found child."""

    field_order = ("category", "station", "platform", "train_no", "coach", "handed_kind", "handed_at")
    category = forms.ChoiceField(label=gettext_lazy("Category of the railway police"))
    station = CleanText(label=gettext_lazy("Station"), max_length=80)
    platform = CleanText(label=gettext_lazy("Platform"), max_length=12, required=False)
    train_no = CleanText(label=gettext_lazy("Train number"), max_length=12, required=False)
    coach = CleanText(label=gettext_lazy("Coach"), max_length=12, required=False)

    def choose(self) -> None:
        """Category and recipients."""
        super().choose()
        self._choices("category", codes("rail_categories", self.lang))
