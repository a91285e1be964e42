"""An answer of a child's sheet in words, whatever kind of answer it is."""

from typing import Any

from vatsalya.desk.marks import marks_words
from vatsalya.law.load import law
from vatsalya.law.shapes import Field
from vatsalya.papers import forms
from vatsalya.places import queries as places

#: The forms whose questions a child's sheet holds.
FORMS = ("missing", "17")


def asked(key: str) -> Field | None:
    """The question of a form whose answer this is."""
    return next((one for form in FORMS for one in law().newest_form(form).fields if one.key == key), None)


def value(key: str, given: Any, lang: str) -> str:
    """What was answered, as people read it; empty when nothing was."""
    if given in (None, "", [], {}):
        return ""
    if key == "names":
        return ", ".join(one["text"] for one in given)
    if key == "marks":
        return "; ".join(marks_words(given, lang))
    if key == "languages":
        return ", ".join(law().codes("languages").get(code, {}).get(lang, code) for code in given)
    if isinstance(given, dict):
        return _of_parts(given, lang)
    question = asked(key)
    if question is not None:
        return forms.words(question, given, lang)
    if isinstance(given, list):
        return "; ".join(
            ", ".join(str(v) for v in row.values()) if isinstance(row, dict) else str(row) for row in given
        )
    return f"{given:g}" if isinstance(given, float) else str(given)


def _of_parts(given: dict[str, Any], lang: str) -> str:
    """An age with its basis, or a place."""
    if given.get("district"):
        return places.full_name(int(given["district"]), lang)
    age = given.get("age_value", given.get("value"))
    basis = law().codes("age_basis").get(given.get("age_basis", given.get("basis", "")), {}).get(lang, "")
    return f"{age:g} ({basis})" if age is not None and basis else f"{age or ''}"
