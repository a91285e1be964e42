"""Draws the boxes of a form without a template for each.

A long form has two hundred boxes and options; Django opens a template, and in it another, for every one, which took
most of the page's time. What is drawn is what Django's own templates draw, but for blanks between tags (a test
compares them); any other template still goes to Django.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WIDGETS = "django/forms/widgets/"
_NOTHING = ""


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    told = ((name, value) for name, value in attrs.items() if value is not False)
    parts = (
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value) for name, value in told
    )
    return _joined(parts)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _input(box: Mapping[str, Any]) -> SafeString:
    value = _NOTHING if box["value"] is None else format_html(' value="{}"', box["value"])
    return format_html('<input type="{}" name="{}"{}{}>', box["type"], box["name"], value, _attributes(box["attrs"]))


def _option(box: Mapping[str, Any]) -> SafeString:
    """A tick box or a round one; its own label around it only where no page writes one."""
    if not box["wrap_label"]:
        return _input(box)
    own = box["attrs"].get("id")
    points = format_html(' for="{}"', own) if own else _NOTHING
    return format_html("<label{}>{} {}</label>", points, _input(box), box["label"])


def _textarea(box: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', box["name"], _attributes(box["attrs"]), box["value"] or ""
    )


def _select(box: Mapping[str, Any]) -> SafeString:
    inner = _joined(_group(name, options) for name, options, _place in box["optgroups"])
    return format_html('<select name="{}"{}>{}</select>', box["name"], _attributes(box["attrs"]), inner)


def _group(name: Any, options: list[Mapping[str, Any]]) -> SafeString:
    inner = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one["value"], _attributes(one["attrs"]), one["label"]) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, inner) if name else inner


def _several(box: Mapping[str, Any]) -> SafeString:
    """The two boxes of a day and a time."""
    return _joined(_input(one) for one in box["subwidgets"])


_PLAIN = ("text", "number", "email", "date", "time", "hidden", "file", "input", "password")
_BY_TEMPLATE: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{f"{_WIDGETS}{name}.html": _input for name in _PLAIN},
    f"{_WIDGETS}radio_option.html": _option,
    f"{_WIDGETS}checkbox_option.html": _option,
    f"{_WIDGETS}textarea.html": _textarea,
    f"{_WIDGETS}select.html": _select,
    f"{_WIDGETS}splitdatetime.html": _several,
}


class Renderer(DjangoTemplates):
    """Django's renderer, with the usual boxes drawn at once."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of a widget, a field or a form."""
        draw = _BY_TEMPLATE.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)
