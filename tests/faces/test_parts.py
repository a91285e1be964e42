"""The parts as they are rendered: escaped, joined for screen readers, and right in both languages."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

AT = datetime(2026, 11, 23, 5, 12, tzinfo=UTC)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=1>',
    "Robert'); DROP TABLE",
    "{{ settings.SECRET_KEY }}",
    "a\u202eb",
]


def draw(source: str, **context) -> str:
    """The HTML of a piece of template, at a fixed instant."""
    context.setdefault("request", SimpleNamespace(at=AT, GET={}))
    with translation.override("en"):
        return Template("{% load vatsalya_parts %}" + source).render(Context(context))


class Small(forms.Form):
    name = forms.CharField(label="Name", help_text="as told")
    sex = forms.ChoiceField(label="Sex", choices=[("b", "boy"), ("g", "girl")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure")


def ids(html: str) -> set[str]:
    """All ids of a piece of HTML."""
    return set(re.findall(r'\bid="([^"]+)"', html))


def test_every_mistake_of_the_summary_links_to_a_field_that_is_there():
    form = Small({})
    html = draw("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    links = re.findall(r'href="#([^"]+)"', html)
    assert len(links) == 3
    assert set(links) <= ids(html)


def test_hint_and_mistake_are_joined_to_their_field():
    html = draw("{% for f in form %}{% field f %}{% endfor %}", form=Small({}))
    named = {name for text in re.findall(r'aria-describedby="([^"]+)"', html) for name in text.split()}
    assert {"id_name_helptext", "id_name_error", "id_sex_error", "id_sure_error"} <= named
    assert named <= ids(html)
    assert html.count("<legend>") == 1  # the radios are a group with a name


def test_refusals_of_the_law_stand_in_the_same_summary():
    html = draw("{% error_summary refusals=words %}", words=["Nine days are left (s.35)."])
    assert "Nine days are left (s.35)." in html
    assert draw("{% error_summary refusals=words %}", words=[]).strip() == ""


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "source",
    [
        "{% named name %}",
        "{% named name lang=name %}",
        "{% masked name ask=name %}",
        "{% fig name name href=name note=name %}",
        "{% empty name hint=name %}",
        "{% line_chart points name says=name %}",
        "{% bar_chart points name says=name %}",
        "{% error_summary refusals=names %}",
    ],
)
def test_a_hostile_name_is_only_a_name(source, name):
    html = draw(source, name=name, names=[name], points=[(name, 3.0), (name, 4.5)])

    class Reader(HTMLParser):
        bad: list[str] = []

        def handle_starttag(self, tag, attrs):
            if tag in ("script", "img") or any(key.startswith("on") for key, _ in attrs):
                self.bad.append(tag)

    reader = Reader()
    reader.feed(html)
    assert reader.bad == []
    assert "{{" not in html or name in html.replace("&quot;", '"')


def test_a_clock_shows_its_word_its_section_and_its_exact_time():
    html = draw('{% clock due basis="s.31(1)" %}', due=AT + timedelta(hours=6))
    assert 'class="clock soon"' in html
    assert "6 h left" in html and "s.31(1)" in html and "16:42:00 IST" in html
    assert draw("{% clock due %}", due=None).strip() == ""


def test_a_figure_without_a_list_is_not_a_link():
    assert "<a" in draw("{% fig 'Open' 3 href='/list/' %}")
    assert "<a" not in draw("{% fig 'Open' 3 %}")


def test_a_possible_match_is_never_certain_and_never_nought():
    assert "99 in 100" in draw("{% odds 1.0 0.0 %}")
    assert "1 in 100" in draw("{% odds 0.0 %}")
    assert "below 1 in 100" in draw("{% odds 0.97 0.001 %}")


def test_an_empty_chart_says_so_and_breaks_nothing():
    assert "No figures yet" in draw("{% line_chart points 'x' %}", points=[])
    assert "No figures yet" in draw("{% bar_chart points 'x' %}", points=[])


def test_a_drawing_has_no_comma_in_its_numbers_in_either_language():
    points = [("a", 1234567.5), ("b", 2345678.25)]
    for lang in ("en", "hi"):
        with translation.override(lang):
            html = Template("{% load vatsalya_parts %}{% line_chart points 'x' %}").render(Context({"points": points}))
        assert re.findall(r'points="([^"]*)"', html)[1].count(",") == 2


@pytest.mark.parametrize("page", ["500.html", "503.html", "507.html"])
def test_the_page_of_a_lost_database_needs_nothing_and_speaks_both_languages(page):
    html = render_to_string(page)
    assert "tel:1098" in html
    assert "Try again" in html and "फिर प्रयास करें" in html
    assert "csrf" not in html


def test_strangers_and_officials_get_the_same_words_for_what_is_not_theirs():
    with translation.override("en"):
        html = render_to_string("404.html")
    assert "not here" in html and "permission" not in html.lower()


@pytest.mark.parametrize("name", ["", "-", "?", "unknown", "अज्ञात", "नाम नहीं मालूम", "N/A"])
def test_a_name_that_nobody_knows_is_not_shown_as_if_it_were_one(name):
    html = draw("{% named name %}", name=name)
    assert "name not known" in html and "<bdi" not in html
    assert "<bdi" in draw("{% named name %}", name="Balak Ram")
