"""Every statutory form on paper: what a form inherits by lying in law/forms."""

import io
import re
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
import typst
from PIL import Image, ImageChops
from pypdf import PdfReader

from vatsalya.law.citing import cited
from vatsalya.law.load import law
from vatsalya.papers import pdf, printed, reading
from vatsalya.papers.glyphs import drawable, tongue

from .samples import HOSTILE, SCRIPTS, WORDS, answers, meta

pytestmark = pytest.mark.django_db
FORMS = sorted(law().form_versions)
EACH = pytest.mark.parametrize("no", FORMS)
TONGUES = pytest.mark.parametrize("lang", ["hi", "en"])


def text_of(made: bytes) -> str:
    """The text of a PDF as a browser copies it, spaces evened out."""
    document = pypdfium2.PdfDocument(made)
    pages = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    return _even("\n".join(pages))


def _even(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe\u200b]+", "", text)


def printed_form(no: str, lang: str, **more) -> bytes:
    """A form printed with every question answered."""
    form = law().newest_form(no)
    given = {"answers": answers(form, lang), "meta": meta(form), **more}
    return pdf.render(form=form, lang=lang, **given) if more else _whole(no, lang)


@cache
def _whole(no: str, lang: str) -> bytes:
    """Printed once for all tests that only read it."""
    form = law().newest_form(no)
    return pdf.render(form=form, lang=lang, answers=answers(form, lang), meta=meta(form))


@EACH
@TONGUES
def test_the_paper_has_every_label_and_answer_as_text(no, lang):
    form = law().newest_form(no)
    text = text_of(printed_form(no, lang))
    # Typst marks Hindi words for copying; a conjunct at a line's end may still come back cut, so words are counted.
    for section in form.sections:
        labels = [f.label[lang] for f in section.fields if f.type != "photo"]
        assert lang == "hi" or all(_even(one["en"]) in text for one in section.text), section.key
        found = [label for label in labels if _even(label) in text]
        assert len(found) >= len(labels) * (0.9 if lang == "hi" else 1), set(labels) - set(found)
    kept = answers(form, lang)
    short = [f for f in form.fields if f.type in ("date", "datetime", "number", "phone") and f.key in kept]
    plain = [reading.words(f, kept[f.key], lang) for f in short]
    assert all(_even(words) in text for words in plain)
    assert "\x00" not in text and "\ufffd" not in text


@EACH
@TONGUES
def test_the_paper_says_what_it_is(no, lang):
    form = law().newest_form(no)
    made = printed_form(no, lang)
    text, facts = text_of(made), meta(form)
    rule = [cited(form.rule, "en")] if lang == "en" else []
    for words in (facts.serial, facts.case_number, facts.child_number, facts.verify_url, *rule):
        assert _even(words) in text
    reader = PdfReader(io.BytesIO(made))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith(lang)
    assert form.title[lang] in str(reader.metadata.title)
    assert form.to_confirm == (_even(printed.say("to_confirm", "en")) in text)
    assert b"pdfuaid" in made or "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()


@EACH
def test_the_same_answers_give_the_same_bytes(no):
    assert printed_form(no, "hi") == printed_form(no, "hi", photo=b"")


def test_a_draft_is_marked_in_both_languages_and_cannot_be_verified():
    form = law().newest_form("18")
    text = text_of(printed_form("18", "en", meta=meta(form, draft=True), draft=True))
    assert "DRAFT" in text and "/verify/" not in text and _even(printed.say("closing_draft", "en")) in text
    assert "DRAFT" not in text_of(printed_form("18", "en"))


def test_the_code_on_the_paper_is_drawn_and_a_draft_has_none():
    def dark(made: bytes) -> float:
        corner = pypdfium2.PdfDocument(made)[0].render(scale=2).to_pil().convert("L").crop((930, 80, 1110, 240))
        return sum(pixel < 128 for pixel in corner.getdata()) / (corner.width * corner.height)

    form = law().newest_form("18")
    assert dark(printed_form("18", "en")) > 0.15
    assert dark(printed_form("18", "en", meta=meta(form, draft=True), draft=True)) < 0.02


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_in_any_indian_script_is_printed_with_our_fonts(name):
    assert drawable(name) == name
    kept = {**answers(law().newest_form("22"), "en"), "name": name}
    made = printed_form("22", "en", answers=kept)
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(made)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts and all("Noto" in font for font in fonts)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_literally(name):
    kept = {**answers(law().newest_form("44"), "en"), "carer_name": name}
    text = text_of(printed_form("44", "en", answers=kept))
    if name.isascii():
        assert _even(name) in text
    assert _even(printed.say("closing", "en", day="24-11-2026")) in text


def test_a_character_without_a_glyph_is_printed_as_its_number():
    assert drawable("👧🏽 आशा") == "[U+1F467][U+1F3FD] आशा"
    assert drawable("क\u0301") == "क"
    with pytest.raises(typst.TypstError):
        pdf.compile_form({**_bare(), "heading": "李"})


def _bare() -> dict:
    form = law().newest_form("18")
    return pdf._around(form, "en", meta(form), draft=False) | {"photo": "", "photo_alt": "", "sections": []}


def test_urdu_runs_from_right_to_left_and_gurmukhi_does_not():
    assert tongue("انکت کمار", "en") == "ur" and tongue("ਅੰਕਿਤ", "en") == "pa" and tongue("42", "hi") == "hi"


def test_what_a_reader_may_not_see_is_not_on_the_paper():
    form = law().newest_form("22")
    kept = {**answers(form, "en"), "abuse": "SECRETWORD", "risk": "OTHERSECRET"}
    few = text_of(printed_form("22", "en", answers=kept, may=frozenset({"P", "S"})))
    assert "SECRETWORD" not in few and "OTHERSECRET" not in few
    assert _even(printed.say("withheld", "en", count=4)) in few
    assert "SECRETWORD" in text_of(printed_form("22", "en", answers=kept))


def test_both_languages_can_stand_beside_each_question():
    text = text_of(printed_form("18", "hi", bilingual=True))
    assert all(_even(f.label["en"]) in text for f in law().newest_form("18").fields)


def test_a_photograph_stands_at_the_top():
    picture, plain = Image.new("RGB", (270, 338), (200, 30, 30)), printed_form("17", "en")
    held = io.BytesIO()
    picture.save(held, "JPEG")
    made = printed_form("17", "en", photo=held.getvalue())
    pages = [pypdfium2.PdfDocument(one)[0].render(scale=1).to_pil().convert("RGB") for one in (plain, made)]
    assert ImageChops.difference(*pages).getbbox() is not None
    assert pages[1].getpixel((80, 70))[0] > 150 and pages[1].getpixel((80, 70))[1] < 80


@EACH
def test_the_file_name_tells_nothing_of_the_child(no):
    form = law().newest_form(no)
    name = pdf.file_name(no, meta(form).serial)
    assert re.fullmatch(r"[A-Za-z0-9-]+\.pdf", name) and "Ankit" not in name


def test_a_long_report_runs_over_several_pages():
    form = law().newest_form("22")
    kept = answers(form, "hi") | {f.key: (WORDS["hi"] + " ") * 60 for f in form.fields if f.type == "longtext"}
    made = pdf.render(form=form, answers=kept, lang="hi", meta=meta(form, case_number="CW-1"))
    assert len(PdfReader(io.BytesIO(made)).pages) > 4


def test_every_word_of_the_paper_is_in_both_languages():
    assert all(set(both) == {"en", "hi"} and all(both.values()) for both in printed._SAYS.values())
    for form in (law().newest_form(no) for no in FORMS):
        assert not re.search(r"[A-Za-z]{2,}", re.sub(r"\([ivx]+\)", "", cited(form.rule, "hi"))), form.no


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_the_signature_of_one_member_is_not_put_under_another(lang: str) -> None:
    sat = [{"name": name, "role": "cwc_member"} for name in ("Asha Pawar", "Second Member", "Third Member")]
    told = replace(meta(law().newest_form("18")), signer="Asha Pawar", signer_role="cwc_chair", members=sat)
    hands = pdf._hands(lang, told, draft=False)
    signed = printed.say("on_portal", lang, at="").split(",")[0]
    assert [hand["lines"][0]["text"] for hand in hands] == ["Asha Pawar", "Second Member", "Third Member"]
    assert [signed in hand["note"] for hand in hands] == [True, False, False]


def test_a_state_that_numbers_a_form_otherwise_has_its_own_number_on_the_paper() -> None:
    form = replace(law().newest_form("21"), printed_no="21-A")
    made = pdf._around(form, "en", meta(form), draft=False)
    assert "FORM 21-A" in made["number"] and "21-A" in made["title"]


def test_who_signs_on_paper_has_a_line_and_the_portal_signs_for_nobody() -> None:
    text = text_of(printed_form("24", "en"))
    assert text.count(_even("signature or thumb")) == 4 and _even("Second witness") in text
    assert text.count(_even("signed on the portal")) == 1
    assert "signatureorthumb" not in text_of(printed_form("18", "en"))


def test_numbers_stay_whole_a_word_without_end_breaks_and_the_mark_lies_over_the_bands():
    form = law().newest_form("18")
    kept = answers(form, "en") | {"reason": "a" * 600, "direction": "see https://h.example/" + "b" * 90}
    facts = meta(form, case_number="MH-NASH-26-00012-3", child_name="Ankit Kumar Ranjan Prasad")
    made = pdf.render(form=form, lang="en", answers=kept, meta=replace(facts, replaced_by="F18-MH-NASH-26-00418-8"))
    page = pypdfium2.PdfDocument(made)[0]
    lines = page.get_textpage().get_text_range().splitlines()
    for number in (facts.serial, facts.case_number, facts.child_number):
        assert any(number in line for line in lines) and not any(line.endswith(number[:4]) for line in lines), number
    drawn, width = page.get_textpage(), page.get_width()
    assert max(drawn.get_charbox(place)[2] for place in range(drawn.count_chars())) <= width - 45
    assert _even("a" * 600) in text_of(made)
    order = [one.type for one in page.get_objects()]
    last_band = max(place for place, kind in enumerate(order) if kind == 2)
    assert any(kind == 1 for kind in order[last_band + 1 :])
