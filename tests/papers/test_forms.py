"""Every statutory form on the screen: what a form inherits by lying in law/forms."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from vatsalya.law.load import law
from vatsalya.law.shapes import Form
from vatsalya.lib.text import clean, has_letter, heaped
from vatsalya.papers import formfields, forms, reading, versions

from .samples import AT, HOMES, HOSTILE, ON, answers, posted

pytestmark = pytest.mark.django_db
ALL = frozenset({"P", "S", "L", "C", "special"})
FORMS = sorted(law().form_versions)
EACH = pytest.mark.parametrize("no", FORMS)
TONGUES = pytest.mark.parametrize("lang", ["hi", "en"])


def build(form: Form, lang: str = "en", **more: Any) -> forms.LawForm:
    """A form as the desk builds it."""
    return forms.build(form.no, lang=lang, on=ON, at=AT, extra={"homes": HOMES}, **more)


def page(form: forms.LawForm, lang: str = "en") -> str:
    """The form as HTML, in a language."""
    with translation.override(lang):
        shown = {"form": form, "parts": list(form.parts()), "token": "t", "submit": "Save", "version_words": "changed"}
        return render_to_string("papers/form.html", shown)


def signed(form: Form, lang: str = "en", **more: Any) -> forms.LawForm:
    """A form as sent with every question answered."""
    data = posted(form, answers(form, lang))
    for key, text in more.items():
        data[key] = text
    return build(form, lang, data=data)


@EACH
@TONGUES
def test_the_page_asks_every_question_in_words(no, lang):
    form = law().newest_form(no)
    html = page(build(form, lang), lang)
    for section in form.sections:
        assert escape(section.title[lang]) in html
        assert all(escape(one[lang]) in html for one in section.text), section.key
        for field in section.fields:
            assert escape(field.label[lang]) in html, field.key
            assert not field.hint or field.type == "table" or escape(field.hint[lang]) in html


@EACH
@TONGUES
def test_a_filled_form_gives_the_answers_that_were_typed(no, lang):
    form = law().newest_form(no)
    kept = answers(form, lang)
    made = signed(form, lang)
    assert made.is_valid(), made.errors
    assert json.loads(json.dumps(made.answers)) == kept


@EACH
def test_each_required_question_is_refused_when_empty(no):
    form = law().newest_form(no)
    for field in (f for f in form.fields if f.required):
        kept = answers(form, "en")
        del kept[field.key]
        made = build(form, data=posted(form, kept))
        assert not made.is_valid()
        box = f"{field.key}-0-{field.columns[0].key}" if field.type == "table" else field.key
        assert set(made.errors) == {box}
        assert made.errors[box][0] == law().words("form.required", "en")


@EACH
def test_what_is_wrong_is_linked_from_the_top_to_its_question(no):
    form = law().newest_form(no)
    made = build(form, "hi", data=posted(form, {}))
    html = page(made, "hi")
    for name in made.errors:
        target = made[name].id_for_label or made[name].auto_id
        assert f'href="#{target}"' in html and f'id="{target}"' in html


@EACH
def test_a_draft_comes_back_as_it_was_typed(no):
    form = law().newest_form(no)
    typed = posted(form, answers(form, "hi"))
    typed["form_version"] = form.version
    made = build(form, "hi")
    made.restore(dict(typed.lists()))
    html = page(made, "hi")
    for field in form.fields:
        if field.type in ("text", "name", "longtext") and field.key in typed:
            assert escape(typed[field.key]).split("\n")[0] in html
    assert not made.version_changed


@EACH
def test_a_signed_form_opens_for_correction_with_its_answers(no):
    form = law().newest_form(no)
    kept = answers(form, "en")
    made = build(form, "en", initial=kept)
    html = page(made)
    for field in form.fields:
        if field.type in ("text", "name"):
            assert f'value="{escape(kept[field.key])}"' in html
        if field.type == "place":
            assert f'<option value="{kept[field.key]["district"]}" selected>' in html


@pytest.mark.parametrize("name", [text if has_letter(text) else f"Ravi {text}" for text in HOSTILE])
def test_a_hostile_name_is_shown_as_typed_and_nothing_else(name):
    form = law().newest_form("missing")
    made = signed(form, name=name)
    assert made.is_valid(), made.errors
    assert made.answers["name"] == reading.words(form.fields[0], made.answers["name"], "en")
    html = page(made)
    assert f'value="{escape(made["name"].value())}"' in html
    assert "<script>" not in html and "<img" not in html and "<b>" not in html
    sections = reading.shown(form, made.answers, "en", ALL)
    read = render_to_string("papers/view.html", {"sections": sections})
    assert escape(made.answers["name"]) in read and "<script>" not in read


@pytest.mark.parametrize("typed", ["\u202eabc\u202c", "a\x00b\x07c", "\ufeffAnkit\u200b", "x\ny"])
def test_invisible_characters_are_taken_out_of_a_name(typed):
    made = signed(law().newest_form("missing"), name=typed)
    assert made.is_valid()
    assert not set(made.answers["name"]) & set("\u202e\u202c\x00\x07\ufeff\u200b\n")


def test_joiners_that_a_script_needs_stay():
    made = signed(law().newest_form("missing"), name="क्\u200dष \u0d28\u0d4d\u200d م\u200cع")
    assert made.is_valid()
    assert "\u200d" in made.answers["name"] and "\u200c" in made.answers["name"]


@pytest.mark.parametrize(
    "typed", ["\u200d\u200d", "\u200c", "-", "?", "12345", "👶🏽", "😀😀", "\u3164", "...", "\u202e"]
)
@pytest.mark.parametrize("no", ["missing", "citizen", "17", "helpline"])
def test_a_name_without_a_letter_is_refused_with_what_to_do(no, typed):
    made = signed(law().newest_form(no), name=typed)
    required = made.fields["name"].required
    empty = typed in ("\u200d\u200d", "\u200c", "\u202e")  # nothing can be seen of it: as if nothing was typed
    if empty and not required:
        assert "name" not in made.errors and "name" not in made.answers
        return
    assert made.errors["name"] == [law().words("form.required" if empty else "form.name_letters", "en")]


@pytest.mark.parametrize("typed", ["अज्ञात", "unknown", "Ng", "ऐ", "اے", "D'Souza 2", "சு"])
def test_a_name_with_a_letter_or_the_word_unknown_stays(typed):
    assert signed(law().newest_form("missing"), name=typed).is_valid()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("\u200dराम\u200d\u200d", "राम\u200d"), ("राम \u200d\u200cश्याम", "राम श्याम"), ("\u200c7\u200d", "7")],
)
def test_joiners_where_nothing_is_joined_go(typed, kept):
    assert clean(typed) == kept


@EACH
def test_a_day_that_has_not_come_is_refused_unless_the_question_is_about_one(no):
    form = law().newest_form(no)
    for field in (f for f in form.fields if f.type in ("date", "datetime") and f.key != "birth_date"):
        data = posted(form, answers(form, "en"))
        late = AT + timedelta(days=1)
        data[f"{field.key}_0" if field.type == "datetime" else field.key] = late.strftime("%Y-%m-%d")
        made = build(form, data=data)
        assert made.is_valid() == field.future, field.key
        assert field.future or made.errors[field.key] == [law().words("date.future", "en")]


def test_an_instant_later_today_is_refused():
    form = law().newest_form("missing")
    assert signed(form, last_seen_at_0="2026-11-24", last_seen_at_1="11:59").is_valid()
    late = signed(form, last_seen_at_0="2026-11-24", last_seen_at_1="12:01")
    assert late.errors["last_seen_at"] == [law().words("date.future", "en")]


@pytest.mark.parametrize(
    ("age", "born", "fits"),
    [
        ("9", "2017-05-01", True),
        ("9", "2016-06-01", True),
        ("9", "2010-05-01", False),
        ("9", "2025-05-01", False),
        ("0.5", "2026-05-20", True),
        ("17", "", True),
    ],
)
def test_age_and_birth_date_must_agree(age, born, fits):
    made = signed(law().newest_form("missing"), age=age, birth_date=born)
    assert made.is_valid() == fits
    assert fits or made.errors["birth_date"] == [law().words("age.against_birth_date", "en")]


@pytest.mark.parametrize("typed", ["2026-11-20", "20-11-2026", "20/11/2026", "20.11.2026", "२०-११-२०२६"])
def test_a_date_may_be_written_as_people_write_it(typed):
    made = signed(law().newest_form("22"), visited_on=typed)
    assert made.is_valid(), made.errors
    assert made.answers["visited_on"] == "2026-11-20"


def test_a_telephone_number_in_hindi_digits_is_kept_in_plain_ones():
    made = signed(law().newest_form("missing"), reporter_phone="९९९९९ ००००१")
    assert made.is_valid() and made.answers["reporter_phone"] == "99999 00001"
    assert "reporter_phone" in signed(law().newest_form("missing"), reporter_phone="12345").errors


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": "a" * 121}, "form.too_long"),
        ({"age": "61"}, "form.too_big"),
        ({"age": "-1"}, "form.too_small"),
        ({"age": "nan"}, "form.invalid"),
        ({"age": "1e999"}, "form.invalid"),
        ({"sex": "x"}, "form.invalid"),
        ({"last_seen_place": "999999999"}, "form.invalid"),
        ({"last_seen_at_0": "31-02-2026"}, "form.invalid"),
    ],
)
def test_nonsense_is_refused_in_the_readers_words(more, words):
    data = posted(law().newest_form("missing"), answers(law().newest_form("missing"), "hi"))
    for key, text in more.items():
        data[key] = text
    made = build(law().newest_form("missing"), "hi", data=data)
    assert not made.is_valid()
    assert [law().words(words, "hi")] in made.errors.values()


def test_one_more_row_keeps_what_was_typed_and_judges_nothing():
    form = law().newest_form("22")
    data = posted(form, {"members": answers(form, "en")["members"]})
    data["add-members"] = "1"
    made = build(form, data=data)
    assert made.adding and not made.is_valid() and not made.errors
    html = page(made)
    assert 'name="members-2-name"' in html and 'value="3"' in html and escape(data["members-0-name"]) in html


@pytest.mark.parametrize("rows", ["-1", "²", "9" * 5000, "", "x", "31"])
def test_a_number_of_rows_that_cannot_be_is_not_believed(rows):
    form = law().newest_form("22")
    data = posted(form, {"visited_on": "2026-11-20"})
    data["members-rows"] = rows
    assert len([name for name in build(form, data=data).fields if name.endswith("-education")]) <= forms.MOST_ROWS


def test_the_enter_key_sends_the_form_and_adds_no_row():
    html = page(build(law().newest_form("22")))
    buttons = [part.split(">")[0] for part in html.split("<button")[1:]]
    assert 'type="submit"' in buttons[0] and "add-" not in buttons[0]


def test_a_form_that_changed_while_being_filled_keeps_the_answers_and_shows_what_is_new(monkeypatch):
    form = law().newest_form("21")
    section = form.sections[0]
    due, questions, direction = section.fields
    fresh = replace(direction, key="copies", label={"en": "Copies to", "hi": "प्रतिलिपि"})
    reworded = replace(questions, label={"en": "Asked of the officer", "hi": "अधिकारी से पूछा गया"})
    later = replace(form, version="2027.1", sections=(replace(section, fields=(due, reworded, fresh)),))
    monkeypatch.setitem(law().form_versions, "21", (form, later))
    data = posted(form, answers(form, "en"))
    made = build(later, data=data)
    assert made.version_changed and not made.is_valid()
    assert [q.name for q in made.changed_questions] == ["questions", "copies"]
    assert made.gone_questions == [("Directions", data["direction"])]
    html = page(made)
    assert escape(data["questions"]).split("\n")[0] in html and escape(data["direction"]).split("\n")[0] in html
    again = data.copy()
    again["form_version"] = "2027.1"
    assert build(later, data=again).is_valid()


def test_an_unknown_old_version_names_no_changes():
    assert versions.between(None, law().newest_form("21")) == versions.Changes((), ())


@EACH
@TONGUES
def test_reading_shows_every_answer_and_leaves_no_question_out(no, lang):
    form = law().newest_form(no)
    sections = reading.shown(form, answers(form, lang), lang, ALL)
    for section, law_section in zip(sections, form.sections, strict=True):
        asked = {f.label[lang] for f in law_section.fields if f.type != "photo"}
        assert {row["label"] for row in section["rows"]} | set(section["empty"]) == asked
        assert all(row["text"] for row in section["rows"]) and section["withheld"] == 0


@EACH
def test_a_reader_without_the_right_learns_not_even_whether_a_question_was_answered(no):
    form = law().newest_form(no)
    full = reading.shown(form, answers(form, "en"), "en", frozenset({"P"}))
    bare = reading.shown(form, {}, "en", frozenset({"P"}))
    hidden = {f.label["en"] for f in form.fields if f.vis != "P"}
    for filled, empty in zip(full, bare, strict=True):
        assert filled["withheld"] == empty["withheld"]
    text = render_to_string("papers/view.html", {"sections": full})
    open_labels = {f.label["en"] for f in form.fields if f.vis == "P"}
    assert not any(f"<dt>{escape(label)}</dt>" in text for label in hidden - open_labels)


@pytest.mark.parametrize(("name", "stands"), [("क" + "्" * 50, False), ("ज़ींनत क्ष्म्या", True), ("བསྒྲུབས", True)])
def test_a_name_with_heaps_of_signs_on_one_letter_is_refused(name: str, stands: bool) -> None:
    assert heaped(name) is not stands
    if stands:
        assert formfields.PersonName(lang="hi").clean(name) == name
    else:
        with pytest.raises(ValidationError, match="मात्राएँ"):
            formfields.PersonName(lang="hi").clean(name + "\u200d" + "्")
