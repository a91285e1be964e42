"""Short forms of a home's movement register."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vatsalya.desk.police.forms import Quiet, codes
from vatsalya.papers.formfields import CleanText, Day, Moment


def text(label: Any, rows: int = 3, **more: Any) -> CleanText:
    """A sealed text of some lines."""
    return CleanText(label=label, max_length=3000, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more)


def one_line(label: Any, most: int = 120, **more: Any) -> CleanText:
    """A line."""
    return CleanText(label=label, max_length=most, **more)


def a_day(label: Any, **more: Any) -> Day:
    """A day."""
    return Day(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class LeaveForm(Quiet):
    """Leave of absence (s.98): by whose order, with whom, from when until when."""

    ordered_by = forms.ChoiceField(label=gettext_lazy("Permitted by"))
    order_no = one_line(gettext_lazy("Number of the order"), 40)
    ordered_on = a_day(gettext_lazy("Day of the order"))
    reason = one_line(gettext_lazy("Why: examination, marriage, illness or death in the family, other"), 300)
    with_whom = one_line(gettext_lazy("With whom the child goes: name and relation"))
    phone = one_line(gettext_lazy("Telephone of that person"), 24, required=False)
    left_at = Moment()
    back_by = Moment()
    journey_hours = forms.IntegerField(
        label=gettext_lazy("Journey there and back, hours"),
        min_value=0,
        max_value=240,
        initial=0,
        help_text=gettext_lazy("Leave is at most seven days; the journey comes on top (section 98)."),
    )

    def choose(self) -> None:
        """Who may permit, and the boxes of both moments."""
        self._choices("ordered_by", codes("permitted_by", self.lang))
        self._moment("left_at", _("Left, day and time"))
        self._moment("back_by", _("Back by, day and time"))


class HospitalForm(Quiet):
    """To a hospital."""

    hospital = one_line(gettext_lazy("Hospital"))
    with_whom = one_line(gettext_lazy("Who of the home goes along"))
    why = text(
        gettext_lazy("Why"),
        help_text=gettext_lazy("Sealed: only the Committee and the child's counsellors read it."),
    )
    left_at = Moment()

    def choose(self) -> None:
        """The boxes of the moment."""
        self._moment("left_at", _("Left, day and time"))


class HearingForm(Quiet):
    """To a hearing."""

    court = one_line(gettext_lazy("Before which Committee, Board or court"))
    with_whom = one_line(gettext_lazy("Who goes along"))
    left_at = Moment()
    back_by = Moment(required=False)

    def choose(self) -> None:
        """The boxes of both moments."""
        self._moment("left_at", _("Left, day and time"))
        self._moment("back_by", _("Back by, day and time"))


class BackForm(Quiet):
    """Back again."""

    back_at = Moment()

    def choose(self) -> None:
        """The boxes of the moment."""
        self._moment("back_at", _("Back in the home, day and time"))


class EscapeForm(Quiet):
    """The child left without leave: what the police need."""

    left_at = Moment()
    station = forms.ChoiceField(label=gettext_lazy("Police station of the place"), required=False)
    phone = one_line(gettext_lazy("Telephone at which the police reach you"), 24)
    clothes = one_line(gettext_lazy("What the child wears"), 300, required=False)
    towards = one_line(gettext_lazy("Where the child may want to go"), 300, required=False)
    how = text(gettext_lazy("How it was noticed, what was done at once"))

    def __init__(self, *args: Any, stations: list[tuple[str, str]], **kwargs: Any) -> None:
        self.stations = stations
        super().__init__(*args, **kwargs)

    def choose(self) -> None:
        """When, and the stations of the home's district."""
        self._moment("left_at", _("Last seen in the home, day and time"))
        self._choices("station", [("", _("Choose")), *self.stations])
        self.fields["station"].required = bool(self.stations)


class NoteForm(Quiet):
    """The day's inquiry."""

    note = text(
        gettext_lazy("How the child could leave, what was found out, what is changed now"),
        6,
        help_text=gettext_lazy("It is signed with your name. A child who comes back is not blamed."),
    )


class DepartForm(Quiet):
    """On the way to the other home."""

    with_whom = one_line(gettext_lazy("Who of the home goes along"))
    left_at = Moment()

    def choose(self) -> None:
        """The boxes of the moment."""
        self._moment("left_at", _("Left, day and time"))


class DeathForm(Quiet):
    """A child died."""

    died_at = Moment()
    place = one_line(gettext_lazy("Where"))
    how = text(gettext_lazy("What is known of the cause, who was there"))

    def choose(self) -> None:
        """The boxes of the moment."""
        self._moment("died_at", _("Died, day and time"))


class ReportForm(Quiet):
    """One of the reports of a death."""

    to = forms.ChoiceField(label=gettext_lazy("Reported to"))
    number = one_line(gettext_lazy("Number of the letter or diary entry"), 40)
    told_at = Moment()

    def __init__(self, *args: Any, done: set[str], **kwargs: Any) -> None:
        self.done = done
        super().__init__(*args, **kwargs)

    def choose(self) -> None:
        """Those to whom it was not reported yet."""
        self._choices("to", [one for one in codes("death_reports", self.lang) if one[0] not in self.done])
        self._moment("told_at", _("Reported, day and time"))
