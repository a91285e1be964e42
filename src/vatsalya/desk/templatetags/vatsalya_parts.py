"""The parts from which every page is built; `{% load vatsalya_parts %}`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from vatsalya.law import citing
from vatsalya.lib.clock import ist_date
from vatsalya.matching import names
from vatsalya.people import rules

from . import drawing, spans
from .icons import SIGNS

register = template.Library()


def _at(context: Any, at: datetime | None) -> datetime:
    """The instant the page is about: given, else the request's. Nothing here asks the clock."""
    return at or context["request"].at


# Time


@register.inclusion_tag("parts/clock.html", takes_context=True)
def clock(
    context: Any,
    due_at: datetime | None,
    stopped_at: datetime | None = None,
    basis: str = "",
    waits: bool = False,
    at: datetime | None = None,
    lapsed: bool = False,
    started_at: datetime | None = None,
) -> dict[str, Any]:
    """{% clock due_at stopped_at=… basis="s.31(1)" waits=False %}: a word, a colour and a shape."""
    if due_at is None:
        return {}
    seen_at = _at(context, at)
    reading = spans.read_clock(
        due_at=due_at, at=seen_at, stopped_at=stopped_at, waits=waits, lapsed=lapsed, started_at=started_at
    )
    return {"reading": reading, "due_at": due_at, "basis": basis, "title": spans.exact(due_at, seen_at)}


@register.simple_tag(takes_context=True)
def clock_tone(context: Any, due_at: datetime | None, stopped_at: datetime | None = None) -> str:
    """{% clock_tone due_at %}: late, soon, calm or done, for the class of a row in a work list."""
    return spans.read_clock(due_at=due_at, at=_at(context, None), stopped_at=stopped_at).tone if due_at else ""


@register.simple_tag(takes_context=True)
def when(context: Any, value: datetime | date | None, at: datetime | None = None) -> str:
    """{% when value %}: a date in words, Indian time; hover and focus show its age and the exact instant."""
    if not value:
        return ""
    seen_at = _at(context, at)
    return format_html(
        '<time datetime="{}" title="{}" tabindex="0">{}</time>',
        value.isoformat(),
        spans.exact(value, seen_at),
        spans.moment(value, seen_at),
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """{{ value|day }}: the Indian calendar day in words, without ornament (for sentences and titles)."""
    if isinstance(value, datetime):
        value = value.astimezone(spans.IST).date()
    return spans.day(value) if value else ""


@register.filter
def cited(rule: str) -> str:
    """{{ form.rule|cited }}: what a form or a limit stands on, in the reader's language."""
    return citing.cited(rule, "hi" if get_language() == "hi" else "en")


# Numbers and people


@register.filter
def number(value: float | int | None) -> str:
    """{{ 1234567|number }}: Indian grouping, 12,34,567; nothing becomes a dash."""
    if value is None or value == "":
        return "–"
    whole, _dot, rest = f"{abs(value)}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    sign = "−" if value < 0 else ""
    return sign + ",".join([*pairs, tail]) + (f".{rest}" if rest.strip("0") else "")


@register.filter
def rupees(value: float | int | None) -> str:
    """{{ amount|rupees }}: Rs with Indian grouping, or the word for none."""
    return f"₹ {number(value)}" if value else pgettext("money", "none")


@register.simple_tag
def child_label(
    sex: str,
    age: float | int | None = None,
    sure: bool = False,
    on: date | None = None,
    at: datetime | None = None,
    told: str = "",
) -> str:
    """{% child_label sex age %}: "boy, about 10"; says no more of a child than a list needs.

    With the day of the age and the instant of now, of a missing child: "boy, 16 when last seen, about 19 now".
    """
    kind = {"boy": _("boy"), "girl": _("girl"), "male": _("boy"), "female": _("girl"), "m": _("boy"), "f": _("girl")}
    who = kind.get((sex or "").lower(), _("child"))
    if told:  # the age band in the words of the list from which it was chosen
        return _("%(who)s, %(age)s") % {"who": who, "age": told}
    if age is None:
        return _("%(who)s, age not known") % {"who": who}
    now = rules.years_later(age=age, on=on, now=ist_date(at)) if on and at else None
    if now:
        return _("%(who)s, %(age)s when last seen, about %(now)s now") % {"who": who, "age": int(age), "now": now}
    if age < 2:
        months = max(int(round(age * 12)), 0)
        words = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    else:
        words = pgettext("age", "%(n)s") % {"n": int(age)}
    return (_("%(who)s, %(age)s") if sure else _("%(who)s, about %(age)s")) % {"who": who, "age": words}


@register.simple_tag
def named(name: str, lang: str = "") -> SafeString:
    """{% named name lang="hi" %}: a name as it was given, in its own direction; "unknown" is no name."""
    if names.unknown(name or ""):
        return format_html('<span class="quiet">{}</span>', _("name not known"))
    tag = format_html(' lang="{}"', lang) if lang else ""
    return format_html('<bdi class="named"{}>{}</bdi>', tag, name)


@register.inclusion_tag("parts/masked.html")
def masked(words: str, ask: str = "") -> dict[str, str]:
    """{% masked "a possible match" ask=office_name %}: all that others see, and whom to ask."""
    return {"words": words, "ask": ask}


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "phone" %}: a sign beside words; never instead of them."""
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', SIGNS[name])


# Figures and pictures


@register.inclusion_tag("parts/fig.html")
def fig(label: str, value: Any, href: str = "", note: str = "", tone: str = "") -> dict[str, Any]:
    """{% fig label value href=… note=… tone="late" %}: a figure that opens its list."""
    shown = number(value) if isinstance(value, int | float) else value
    return {"label": label, "shown": shown, "href": href, "note": note, "tone": tone}


@register.inclusion_tag("parts/line_chart.html")
def line_chart(
    points: Sequence[tuple[str, float]], title: str, says: str = "", unit: str = "", from_zero: bool = False
) -> dict[str, Any]:
    """{% line_chart points title says="…" unit="%" %}: a line, its sentence and its table."""
    picture = drawing.line(points, from_zero=from_zero) if points else None
    return {"points": points, "title": title, "says": says, "unit": unit, "picture": picture}


@register.inclusion_tag("parts/bar_chart.html")
def bar_chart(points: Sequence[tuple[str, float]], title: str, says: str = "", unit: str = "") -> dict[str, Any]:
    """{% bar_chart points title says="…" %}: a table with its columns drawn in, and its sentence."""
    return {"title": title, "says": says, "unit": unit, "rows": drawing.bars(points)}


# A possible match


@register.inclusion_tag("parts/bar.html")
def bar_reason(bits: float) -> dict[str, Any]:
    """{% bar_reason bits %}: how strongly a reason speaks for or against, drawn and said."""
    return {"bar": drawing.weight(bits), "words": strength(bits)}


def strength(bits: float) -> str:
    """The weight of a reason in words; the colour of its bar is never alone."""
    size = abs(bits)
    if size < 0.3:
        return _("says nothing either way")
    if bits > 0:
        return _("strongly for") if size >= 5 else pgettext("weight", "for") if size >= 2 else _("slightly for")
    return _("strongly against") if size >= 5 else pgettext("weight", "against") if size >= 2 else _("slightly against")


@register.inclusion_tag("parts/odds.html")
def odds(probability: float, next_probability: float | None = None) -> dict[str, Any]:
    """{% odds 0.97 0.04 %}: "97 in 100" with its dots; never shown as certain, never as nought."""
    hundred = min(99, max(1, round(probability * 100)))
    following = None if next_probability is None else min(99, max(0, round(next_probability * 100)))
    return {"hundred": hundred, "dots": drawing.dots(hundred), "next": following}


# Lists and forms


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(context: Any, page: Any = None, prev_url: str = "", next_url: str = "", key: str = "page") -> dict[str, Any]:
    """{% pager page_obj %} or {% pager prev_url=… next_url=… %}; keeps the filters of the address."""
    return {"page": page, "prev_url": prev_url, "next_url": next_url, "request": context.get("request"), "key": key}


@register.inclusion_tag("parts/empty.html")
def empty(title: str, hint: str = "", sign: str = "tray") -> dict[str, str]:
    """{% empty "No open reports" hint="…" %}: an empty list says so and what would fill it."""
    return {"title": title, "hint": hint, "sign": sign}


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: Any = None, refusals: Sequence[str] = ()) -> dict[str, Any]:
    """{% error_summary form refusals=words %}: everything that is wrong, each linked to its field."""
    wrong = [(field, error) for field in form for error in field.errors] if form is not None else []
    general = [*(form.non_field_errors() if form is not None else []), *refusals]
    return {"wrong": wrong, "general": general}


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> dict[str, Any]:
    """{% field form.name %}: label, hint, error and control, joined for those who listen."""
    widget = bound.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    first = getattr(bound.field, "first", 0)
    more = [code for code, _words in getattr(bound.field, "choices", [])][first:] if first else []
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "group": group,
        "tick": isinstance(widget, CheckboxInput) and not group,
        "first": first,
        "more": more,
        "more_open": any(f"{value}" in more for value in bound.value() or []) if more else False,
        "blank": "" if bound.field.required else getattr(bound.field, "blank", "optional"),
    }


@register.filter
def must(part: Any) -> int:
    """{{ part|must }}: how many questions of a form's section have to be answered and are still empty."""
    tables = {item.key: item for item in part.items if hasattr(item, "is_table")}
    boxes = [item for item in part.items if not hasattr(item, "is_table")]
    empty = [box for box in boxes if box.field.required and not _stands(box.value())]
    asked = [tables[f.key] for f in part.section.fields if f.required and f.key in tables]
    bare = [one for one in asked if not any(_stands(cell.value()) for row in one.rows for cell in row)]
    return len(empty) + len(bare)


def _stands(value: Any) -> bool:
    return any(map(_stands, value)) if isinstance(value, list) else value not in (None, "")


@register.simple_tag(takes_context=True)
def querypart(context: Any, key: str, value: Any) -> str:
    """{% querypart "page" 2 %}: the filters of the address with one of them changed."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[key] = str(value)
    return query.urlencode()
