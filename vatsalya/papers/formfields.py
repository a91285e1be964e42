"""One Django field (or several) for each kind of question in the law's forms."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vatsalya.law.load import law
from vatsalya.law.shapes import Field
from vatsalya.lib.clock import IST
from vatsalya.lib.text import clean
from vatsalya.places import queries as places

DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
LONG, SHORT, NAME = 6000, 300, 120


class CleanText(forms.CharField):
    """Text without invisible and dangerous characters; what a script needs stays."""

    def to_python(self, value: Any) -> str:
        """As typed, cleaned."""
        return clean(super().to_python(value))


class Moment(forms.SplitDateTimeField):
    """A day and a time in India, in two boxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d", time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": _("Day")},
            time_attrs={"type": "time", "aria-label": _("Time")},
        )
        super().__init__(input_date_formats=DATE_FORMATS, input_time_formats=["%H:%M", "%H:%M:%S"], **kwargs)

    def compress(self, data_list: list) -> datetime | None:
        """Both boxes as one instant in India."""
        if not data_list or None in data_list:
            return None
        return datetime.combine(*data_list, tzinfo=IST)


def _choices(field: Field, lang: str, *, empty: bool) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [(code, words[lang]) for code, words in law().codes(field.codes or "").items()]
    return [("", _("Choose")), *found] if empty else found


def _text(field: Field, lang: str, extra: dict) -> forms.Field:
    limit = NAME if field.type == "name" else SHORT
    return CleanText(max_length=limit, strip=True, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def _long(field: Field, lang: str, extra: dict) -> forms.Field:
    return CleanText(max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))


def _date(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.DateField(
        input_formats=DATE_FORMATS, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def _number(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.FloatField(
        min_value=field.min, max_value=field.max, widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"})
    )


def _choice(field: Field, lang: str, extra: dict) -> forms.Field:
    if len(law().codes(field.codes or "")) <= 5:
        return forms.ChoiceField(choices=_choices(field, lang, empty=False), widget=forms.RadioSelect)
    return forms.ChoiceField(choices=_choices(field, lang, empty=True))


def _many(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_choices(field, lang, empty=False), widget=forms.CheckboxSelectMultiple
    )


def _yesno(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)


def _place(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Choose")), *places.grouped(lang)])


def _phone(field: Field, lang: str, extra: dict) -> forms.Field:
    def digits(value: str) -> None:
        if not 8 <= sum(c.isdigit() for c in value) <= 15:
            raise ValidationError(_("Write the number with 10 digits."))

    return CleanText(
        max_length=24, validators=[digits], widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )


def _photo(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.FileField(
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-shrink": "150"})
    )


def _home(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Choose")), *extra.get("homes", [])])


KINDS: dict[str, Callable[[Field, str, dict], forms.Field]] = {
    "text": _text, "name": _text, "longtext": _long, "date": _date, "number": _number, "age": _number,
    "datetime": lambda field, lang, extra: Moment(), "choice": _choice, "choices": _many,
    "yesno": _yesno, "place": _place, "phone": _phone, "photo": _photo, "home": _home,
}


def make(field: Field, lang: str, extra: dict[str, Any]) -> forms.Field:
    """The Django field for a question, with its label and hint in the reader's language."""
    made = KINDS[field.type](field, lang, extra)
    made.required, made.label = field.required, field.label[lang]
    made.help_text = field.hint[lang] if field.hint else ""
    if field.required:
        made.error_messages["required"] = law().words("form.required", lang)
    if field.required and not isinstance(made.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        made.widget.is_required = False  # the browser's own bubble is not in the reader's words
    return made
