"""Short forms of the Board's pages and of the police who bring a child there."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vatsalya.ccl import police
from vatsalya.desk.police.forms import Quiet, codes
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.papers.formfields import CleanText, Day, Moment, plain_digits


def para(label: Any, rows: int = 4, **more: Any) -> CleanText:
    """A box for a paragraph."""
    return CleanText(label=label, max_length=3000, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more)


def day(label: Any, **more: Any) -> Day:
    """A box for a day."""
    return Day(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class Sections(CleanText):
    """Sections, one a line, each with law and number."""

    lang = "en"

    def to_python(self, value: Any) -> Any:
        """The sections as they are read."""
        text = super().to_python(plain_digits(value) or "")
        try:
            return police.read_sections(text) if text else ()
        except Refused as no:
            raise forms.ValidationError([law().words(r.code, self.lang, **r.facts) for r in no.refusals]) from no


def sections(lang: str) -> Sections:
    """The box for sections."""
    made = Sections(
        label=_("Sections alleged, one a line"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Like BNS 303(2). A section that is not in the table: add its shortest and longest term in months, "
                    "like OTHER 12 Gambling Act 0-6."),
    )  # fmt: skip
    made.lang = lang
    return made


class WordsForm(Quiet):
    """Reasons."""

    words = para(gettext_lazy("Reasons"), help_text=gettext_lazy("Sealed: it goes when the record is destroyed."))


class CourtForm(Quiet):
    """Another court's order."""

    order_no = CleanText(label=gettext_lazy("Number of the order"), max_length=60)
    order_on = day(gettext_lazy("Day of the order"))


class WordsCourtForm(CourtForm):
    """Reasons and another court's order."""

    words = para(gettext_lazy("Reasons"))


class ToldForm(Quiet):
    """Who was told, by whom, how, and what."""

    words = para(
        gettext_lazy("Who was told, when and how"),
        help_text=gettext_lazy("Parents or guardian, with the Board's address, day and hour."),
    )


class ReportForm(Quiet):
    """A child alleged to be in conflict with law, as the police write it down."""

    way = forms.ChoiceField(label=gettext_lazy("What is done"), widget=forms.RadioSelect)
    name = CleanText(label=gettext_lazy("Name of the child"), max_length=120)
    sex = forms.ChoiceField(label=gettext_lazy("Boy or girl"))
    age = forms.IntegerField(label=gettext_lazy("Age today, in years"), min_value=0, max_value=60)
    born = day(gettext_lazy("Day of birth, from a document"), required=False)
    father = CleanText(label=gettext_lazy("Father"), max_length=120, required=False)
    mother = CleanText(label=gettext_lazy("Mother"), max_length=120, required=False)
    address = CleanText(label=gettext_lazy("Address"), max_length=300, required=False)
    diary_no = CleanText(
        label=gettext_lazy("Number of the general diary or FIR"),
        max_length=60,
        help_text=gettext_lazy("An FIR only for a heinous offence or one done together with adults."),
    )
    offence_on = day(gettext_lazy("Day of the offence alleged"))
    circumstances = para(gettext_lazy("What is alleged, and the circumstances"))
    taken_at = Moment(required=False)
    journey_minutes = forms.IntegerField(
        label=gettext_lazy("Journey to the Board, in minutes"), min_value=0, max_value=10_000, required=False
    )
    best_interest = para(
        gettext_lazy("Not heinous and taken in charge all the same: why the child's own best interest asks for it"),
        rows=2,
        required=False,
    )
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What rule 8 asks, and was kept"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("way", "name", "sex", "age", "born", "father", "mother", "address", "diary_no", "offence_on",
                   "sections", "circumstances", "taken_at", "journey_minutes", "best_interest", "checks")  # fmt: skip

    def choose(self) -> None:
        """Choices in the reader's language."""
        self.fields["sections"] = sections(self.lang)
        self.order_fields(self.field_order)
        self._choices(
            "way",
            [
                ("notice", _("The child stays at home and is called before the Board")),
                ("apprehend", _("The child is taken in charge")),
            ],
        )
        self._choices("sex", codes("sex", self.lang))
        self._choices("checks", codes("apprehension_checks", self.lang, empty=False))
        self._moment("taken_at", _("Taken in charge, day and time"))

    def told(self) -> police.Report:
        """What was written, as the act takes it."""
        data = dict(self.cleaned_data)
        way = data.pop("way")
        data["journey_minutes"] = data["journey_minutes"] or 0
        data["checks"] = tuple(data["checks"])
        return police.Report(apprehended=way == "apprehend", **data)


class SectionsForm(Quiet):
    """The sections as they stand now."""

    def choose(self) -> None:
        """The box in the reader's language."""
        self.fields["sections"] = sections(self.lang)


class NextForm(Quiet):
    """The next date."""

    next_on = day(gettext_lazy("Next date"), help_text=gettext_lazy("At most fifteen days from today."))
    words = para(gettext_lazy("Who asked for the date, and why"), required=False)


class OfficerForm(Quiet):
    """Which probation officer investigates."""

    officer = forms.ChoiceField(label=gettext_lazy("Probation officer"))

    def __init__(self, *args: Any, officers: list[tuple[str, str]], **kwargs: Any) -> None:
        self.officers = officers
        super().__init__(*args, **kwargs)

    def choose(self) -> None:
        """The officers of the district."""
        self._choices("officer", [("", _("Choose")), *self.officers])


class AgeForm(Quiet):
    """The age that the Board finds."""

    age = forms.IntegerField(label=gettext_lazy("Age today, in years"), min_value=0, max_value=60)
    born = day(gettext_lazy("Day of birth, from a document"), required=False)
    evidence = forms.ChoiceField(label=gettext_lazy("On what evidence"))
    words = para(gettext_lazy("Reasons"))

    def choose(self) -> None:
        """Evidence in the order of s.94(2)."""
        self._choices("evidence", codes("age_evidence", self.lang))


class AssessForm(Quiet):
    """The preliminary assessment."""

    keep = forms.ChoiceField(label=gettext_lazy("What follows"), widget=forms.RadioSelect)
    words = para(gettext_lazy("Reasons"))

    def choose(self) -> None:
        """The four points first, then what follows."""
        for code, label in law().codes("assessed").items():
            self.fields[code] = para(label[self.lang], rows=2)
        self.order_fields([*law().codes("assessed"), "keep", "words"])
        self._choices(
            "keep",
            [("yes", _("The Board keeps the case")), ("no", _("Transfer to the Children's Court (section 18(3))"))],
        )


class FindForm(Quiet):
    """The finding, with the plan."""

    plan = para(
        gettext_lazy("Individual care plan"),
        required=False,
        help_text=gettext_lazy("It becomes part of the order. Leave empty where the plan (Form 7) is signed."),
    )
    words = para(gettext_lazy("Reasons"))


class DisposeForm(Quiet):
    """The dispositional order."""

    code = forms.ChoiceField(label=gettext_lazy("The order (section 18(1))"), widget=forms.RadioSelect)
    more = forms.MultipleChoiceField(
        label=gettext_lazy("In addition (section 18(2))"), widget=forms.CheckboxSelectMultiple, required=False
    )
    until_on = day(
        gettext_lazy("Until (probation, special home, place of safety)"),
        required=False,
        help_text=gettext_lazy("At most three years."),
    )
    home = forms.ChoiceField(label=gettext_lazy("Special home or place of safety"), required=False)
    words = para(gettext_lazy("Reasons, conditions, what the child and the parents said"))

    def __init__(self, *args: Any, homes: list[tuple[str, str]], **kwargs: Any) -> None:
        self.homes = homes
        super().__init__(*args, **kwargs)

    def choose(self) -> None:
        """The orders of the law, and the homes for (g)."""
        self._choices("code", codes("s18_orders", self.lang, empty=False))
        self._choices("more", codes("s18_more", self.lang, empty=False))
        self._choices("home", [("", _("Choose")), *self.homes])
