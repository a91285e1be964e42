"""A possible match on the page of its file: what tells it from the next one; `{% load pair_parts %}`."""

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vatsalya.law.load import law
from vatsalya.places import queries as places

register = template.Library()


@register.simple_tag
def pair_about(pair: Any, *, score: bool = True) -> str:
    """Number, district, sex and age of the other file and how much speaks for it, as "Gaya, Bihar · Boy, 9 years"."""
    lang, about = (get_language() or "en")[:2], pair.about
    sex = law().codes("sex").get(about.sex, {}).get(lang, "")
    age = _("%(age)s years") % {"age": f"{about.age:g}"} if about.age is not None else ""
    child = ", ".join(word for word in (sex, age) if word)
    hundred = _("%(hundred)s of 100") % {"hundred": about.hundred} if score else ""
    return " · ".join(word for word in (about.number, places.full_name(about.district, lang), child, hundred) if word)
