"""What a printed form says of the child, and where its signature stands."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.papers.samples import WORDS, answers, meta
from tests.papers.test_pdf import _even, text_of
from vatsalya.law.load import law
from vatsalya.papers import pdf, printed

pytestmark = pytest.mark.django_db
FILLER = {"17": "circumstances", "22": "living"}


def made(no: str, lines: int) -> bytes:
    """A form whose answers need so many lines more."""
    form = law().newest_form(no)
    kept = answers(form, "hi")
    kept[FILLER[no]] = "\n".join([WORDS["hi"]] * lines)
    return pdf.render(form=form, answers=kept, lang="hi", meta=meta(form))


@pytest.mark.parametrize("no", FILLER)
@pytest.mark.parametrize("lines", range(1, 36, 2))
def test_no_page_holds_only_the_signature(no: str, lines: int) -> None:
    last = PdfReader(io.BytesIO(made(no, lines))).pages[-1].extract_text()
    before = last.split(printed.say("signer", "hi")[:4])[0]
    assert len(before.split()) > 8, before


@pytest.mark.parametrize("no", ["18", "21", "44", "45"])
def test_an_order_names_the_child_to_those_who_may_know(no: str) -> None:
    form = law().newest_form(no)
    told = replace(meta(form), child_name="Zankit Kumar")
    text = text_of(pdf.render(form=form, answers=answers(form, "en"), lang="en", meta=told))
    assert _even(f"Zankit Kumar ({told.child_number})") in text
    assert "Zankit" not in text_of(pdf.render(form=form, answers=answers(form, "en"), lang="en", meta=meta(form)))


def test_where_no_photo_is_drawn_the_paper_says_why() -> None:
    form = law().newest_form("17")
    told = replace(meta(form), photo_note=printed.say("photo_kept", "en"))
    text = text_of(pdf.render(form=form, answers=answers(form, "en"), lang="en", meta=told))
    assert _even(printed.say("photo_kept", "en")) in text
