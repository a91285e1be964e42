"""One Django field (or several) for each kind of question in the law's forms."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vatsalya.law.load import law
from vatsalya.law.shapes import Field
from vatsalya.lib.clock import IST
from vatsalya.lib.text import clean, has_letter, heaped
from vatsalya.places import queries as places

from . import spoken

DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
LONG, SHORT, NAME = 6000, 300, 120
#: The codes of Django's own refusals, and the law words we say instead.
_SAID = {
    "invalid": "form.invalid",
    "invalid_choice": "form.invalid",
    "incomplete": "form.invalid",
    "invalid_date": "form.invalid",
    "invalid_time": "form.invalid",
    "invalid_list": "form.invalid",
    "max_length": "form.too_long",
    "min_value": "form.too_small",
    "max_value": "form.too_big",
}


def choose(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Say what may be chosen in a box: known only when the reader and their language are."""
    box = form.fields[name]
    assert isinstance(box, forms.ChoiceField)
    box.choices = choices


class CleanText(forms.CharField):
    """Text without invisible and dangerous characters; what a script needs stays."""

    def to_python(self, value: Any) -> str:
        """As typed, cleaned; one line where one line was asked."""
        text = clean(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split("\n"))


class PersonName(CleanText):
    """A name in any script; what holds no letter is nobody's name."""

    def __init__(self, *, lang: str, **kwargs: Any) -> None:
        super().__init__(max_length=NAME, **kwargs)
        self.lang = lang

    def validate(self, value: str) -> None:
        """At least one letter; who is not known is said so in words."""
        super().validate(value)
        if value and not has_letter(value):
            raise ValidationError(law().words("form.name_letters", self.lang))
        if heaped(value):
            raise ValidationError(law().words("form.name_heaped", self.lang))


def plain_digits(text: Any) -> Any:
    """Digits of any Indian script as the plain ones; anything else as it is."""
    if not isinstance(text, str):
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


class Day(forms.DateField):
    """A day, in whatever digits it is written."""

    def to_python(self, value: Any) -> date | None:
        """The day."""
        return super().to_python(plain_digits(value))


class TwoBoxes(forms.SplitDateTimeWidget):
    """A box for the day and one for the time, with one label, one hint and one error."""

    use_fieldset = False

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The label and the error summary lead to the day."""
        return f"{id_}_0"


class Moment(forms.SplitDateTimeField):
    """A day and a time in India, in two boxes."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        kwargs["widget"] = TwoBoxes(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": f"{label}: {_('Day')}"},
            time_attrs={"type": "time", "aria-label": f"{label}: {_('Time')}"},
        )
        super().__init__(input_date_formats=DATE_FORMATS, input_time_formats=["%H:%M", "%H:%M:%S"], **kwargs)

    def clean(self, value: Any) -> datetime | None:
        """Both boxes, in whatever digits they are written."""
        return super().clean([plain_digits(part) for part in value or []])

    def compress(self, data_list: Any) -> datetime | None:
        """Both boxes as one instant in India."""
        if not data_list or None in data_list:
            return None
        return datetime.combine(*data_list, tzinfo=IST)


class Phone(CleanText):
    """A telephone number; digits of any Indian script are taken."""

    def to_python(self, value: Any) -> str:
        """The number in plain digits."""
        return plain_digits(super().to_python(value))

    def validate(self, value: str) -> None:
        """A mobile number or a landline with its area code, perhaps with the country's."""
        super().validate(value)
        if value and not 10 <= sum(c.isdigit() for c in value) <= 15:
            raise ValidationError(_("Write the number with 10 digits; a landline with its area code."))


@lru_cache(maxsize=4)
def _all_districts(lang: str) -> SafeString:
    """Eight hundred options under their States, drawn once for each language."""
    groups = (
        (state, format_html_join("", '<option value="{}">{}</option>', found)) for state, found in places.grouped(lang)
    )
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


@lru_cache(maxsize=1024)
def _own_district(district: int, lang: str) -> SafeString:
    """The officer's own district, and the others of its State, before all of India."""
    name, state = places.district_name(district, lang), places.full_name(district, lang).rpartition(", ")[2]
    beside = next((found for group, found in places.grouped(lang) if group == state), [])
    own = format_html('<option value="{}">{}</option>', district, name)
    others = format_html_join("", '<option value="{}">{}</option>', (one for one in beside if one[0] != f"{district}"))
    with override(lang):
        groups = ((str(_("Your district")), own), (_("Your State: %(place)s") % {"place": state}, others))
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


@lru_cache(maxsize=4)
def _district_codes(lang: str) -> frozenset[str]:
    return frozenset(code for _state, found in places.grouped(lang) for code, _name in found)


class PlaceSelect(forms.Widget):
    """All districts of India in one select; the chosen one stands first, then the officer's own and its State."""

    def __init__(self, lang: str, own: int | None = None) -> None:
        super().__init__()
        self.lang, self.own = lang, own

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select, around options that are drawn only once."""
        chosen, asked = "", str(value or "")
        if asked in _district_codes(self.lang):
            chosen = format_html(
                '<option value="{}" selected>{}</option>', asked, places.full_name(int(asked), self.lang)
            )
        around = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        nothing, options = _("Choose"), _all_districts(self.lang)
        near = _own_district(self.own, self.lang) if self.own else ""
        return format_html(
            '<select{}>{}<option value="">{}</option>{}{}</select>', around, chosen, nothing, near, options
        )


class Place(forms.Field):
    """A district by its LGD code."""

    def __init__(self, lang: str, own: int | None = None) -> None:
        super().__init__(widget=PlaceSelect(lang, own))
        self.lang = lang

    def named(self, code: str) -> str:
        """The district's name; what is no code of the directory stays as it is."""
        return places.full_name(int(code), self.lang) if code in _district_codes(self.lang) else code

    def validate(self, value: Any) -> None:
        """A code of the directory, no other."""
        super().validate(value)
        if value and value not in _district_codes(self.lang):
            raise ValidationError(law().words("form.invalid", self.lang))


def _choices(field: Field, lang: str, *, empty: bool, only: Iterable[str] | None = None) -> list[tuple[str, Any]]:
    """The codes of a question; `only` some where the case allows no other."""
    kept = {code: words for code, words in law().codes(field.codes or "").items() if only is None or code in only}
    found: list[tuple[str, Any]] = [(code, words[lang]) for code, words in kept.items()]
    return [("", _("Choose")), *found] if empty else found


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})


def _text(field: Field, lang: str, extra: dict) -> forms.Field:
    return CleanText(max_length=SHORT, widget=_line())


def _name(field: Field, lang: str, extra: dict) -> forms.Field:
    return PersonName(lang=lang, widget=_line())


def _long(field: Field, lang: str, extra: dict) -> forms.Field:
    return CleanText(max_length=LONG, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))


def _date(field: Field, lang: str, extra: dict) -> forms.Field:
    return Day(input_formats=DATE_FORMATS, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def _number(field: Field, lang: str, extra: dict) -> forms.Field:
    box = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "autocomplete": "off"})
    return forms.FloatField(min_value=field.min, max_value=field.max, widget=box)


def _choice(field: Field, lang: str, extra: dict) -> forms.Field:
    if len(law().codes(field.codes or "")) <= 5 and not extra.get("cell"):
        only = extra.get("only", {}).get(field.key)
        return forms.ChoiceField(choices=_choices(field, lang, empty=False, only=only), widget=forms.RadioSelect)
    return forms.ChoiceField(choices=_choices(field, lang, empty=True))


def _many(field: Field, lang: str, extra: dict) -> forms.Field:
    made = forms.MultipleChoiceField(choices=_choices(field, lang, empty=False), widget=forms.CheckboxSelectMultiple)
    if field.codes == "languages":
        likely = spoken.likely(extra.get("state"))
        place = {code: number for number, code in enumerate(likely)}
        made.choices = sorted(_choices(field, lang, empty=False), key=lambda one: place.get(one[0], len(likely)))
        made.first = len(likely)  # type: ignore[attr-defined]
    return made


def _yesno(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)


def _phone(field: Field, lang: str, extra: dict) -> forms.Field:
    return Phone(max_length=24, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))


def _photo(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.FileField(
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-shrink": "150"})
    )


def _home(field: Field, lang: str, extra: dict) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Choose")), *extra.get("homes", [])])


KINDS: dict[str, Callable[[Field, str, dict], forms.Field]] = {
    "text": _text,
    "name": _name,
    "longtext": _long,
    "date": _date,
    "number": _number,
    "age": _number,
    "datetime": lambda field, lang, extra: Moment(field.label[lang]),
    "choice": _choice,
    "choices": _many,
    "yesno": _yesno,
    "place": lambda field, lang, extra: Place(lang, extra.get("district")),
    "phone": _phone,
    "photo": _photo,
    "home": _home,
}


def make(field: Field, lang: str, extra: dict[str, Any]) -> forms.Field:
    """The Django field for a question, with its label and hint in the reader's language."""
    made = KINDS[field.type](field, lang, extra)
    made.required, made.label = field.required, field.label[lang]
    made.help_text = field.hint[lang] if field.hint else ""
    made.blank = field.blank  # type: ignore[attr-defined]
    said = {code: law().words(words, lang) for code, words in _SAID.items()}
    for part in (made, *getattr(made, "fields", ())):
        part.error_messages |= said | {"required": law().words("form.required", lang)}
    return made


def make_cell(column: Field, lang: str, extra: dict[str, Any], *, row: int | str) -> forms.Field:
    """The Django field for a cell of a table: its column's name is read out, since the heading is far."""
    made = make(column, lang, {**extra, "cell": True})
    made.widget.attrs["aria-label"] = f"{column.label[lang]} {row + 1 if isinstance(row, int) else ''}".strip()
    made.required = False
    return made
