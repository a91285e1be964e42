"""Signed forms: reading one, printing it in Hindi or English."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.audit import actions as audit
from vatsalya.desk import files
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden
from vatsalya.papers import actions, forms, pdf, queries
from vatsalya.people import photos
from vatsalya.places import queries as places


def _read(request: Any, paper_id: UUID) -> tuple[Any, dict[str, Any], Any]:
    """The paper, its answers and the law's form, for a post that may read this form."""
    paper, answers = actions.read(actor=request.actor, paper_id=paper_id)
    if not queries.may_read(request.actor, paper.form):
        raise Forbidden("gate.not_allowed", "paper.read", "papers_paper", paper_id)
    state = places.district(paper.matter.district_code).state.abbr
    return paper, answers, law().form(paper.form, on=ist_date(paper.signed_at), state=state)


@screen("PA-01", act="paper.read")
def paper(request: Any, paper_id: UUID) -> HttpResponse:
    """A form as it was signed."""
    found, answers, form = _read(request, paper_id)
    lang = request.LANGUAGE_CODE
    members = [{**m, "role": pdf.role_words(m.get("role", ""), lang)} for m in found.members]
    return render(
        request,
        "desk/paper.html",
        {
            "paper": found,
            "form": form,
            "title": form.title[lang],
            "members": members,
            "sections": forms.shown(form, answers, lang, queries.classes(request.actor, found)),
            "signer": found.signed_by.account.full_name,
            "office_words": getattr(found.office, f"name_{lang}"),
            "alone": _alone(found, lang),
        }
        | queries.ended(found),
    )


@screen("PA-02", act="paper.read")
def paper_pdf(request: Any, paper_id: UUID) -> HttpResponse:
    """The form as a PDF; the printing is written down."""
    found, answers, form = _read(request, paper_id)
    lang = request.GET.get("lang") if request.GET.get("lang") in ("hi", "en") else request.LANGUAGE_CODE
    made = pdf.render(
        form=form,
        answers=answers,
        lang=lang,
        meta=_meta(request, found, form, lang),
        may=queries.classes(request.actor, found),
        photo=_photo(request, found, form),
    )
    audit.record(
        kind="export",
        account=request.actor.account_id,
        posting=request.actor.posting_id,
        act="paper.print",
        table="papers_paper",
        row_id=str(found.pk),
        child_id=found.child_id,
        reason="",
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{pdf.file_name(found.form, found.serial)}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _pictured(request: Any, found: Any, form: Any) -> Any:
    """The photograph that the form was signed with, for those who may see who the child is."""
    if not found.child_id or not any(field.type == "photo" for field in form.fields):
        return None
    taken = photos.of_child(actor=request.actor, child_id=found.child_id)
    return next((one for one in taken if one.added_at <= found.signed_at), None)


def _photo(request: Any, found: Any, form: Any) -> bytes:
    """Its picture, small."""
    one = _pictured(request, found, form) if gate.may(request.actor, "child.identity") else None
    return photos.picture(actor=request.actor, photo_id=one.pk, size="small") if one else b""


def _photo_note(request: Any, form: Any, lang: str) -> str:
    """What is said where the form asks for a photograph and none is drawn."""
    if not any(field.type == "photo" for field in form.fields):
        return ""
    return pdf.say("photo_none" if gate.may(request.actor, "child.identity") else "photo_kept", lang)


def _name(request: Any, found: Any, form: Any) -> str:
    """The child's name on an order, for those who may know it; the look is in the audit."""
    known = files.identity(request, found.child_id) if form.order else None
    return known["names"][0]["text"] if known and known.get("names") else ""


def _alone(found: Any, lang: str) -> str:
    """What is said of an order that one member made alone."""
    return law().words("paper.alone", lang) if queries.alone(found) else ""


def _meta(request: Any, found: Any, form: Any, lang: str) -> pdf.Meta:
    members = [{"name": m["name"], "role": pdf.role_words(m["role"], lang)} for m in found.members]
    ended = queries.ended(found)
    return pdf.Meta(
        serial=found.serial,
        case_number=found.matter.number,
        child_number=found.child.number if found.child else "",
        office=getattr(found.office, f"name_{lang}"),
        signer=found.signed_by.account.full_name,
        signer_role=pdf.role_words(found.signed_by.role, lang),
        signed_at=found.signed_at,
        printed_at=request.at,
        verify_url=pdf.verify_url(found.serial),
        printed_by=request.posting.account.full_name,
        members=members,
        child_name=_name(request, found, form),
        photo_note=_photo_note(request, form, lang),
        void=ended["void"],
        replaced_by=getattr(ended["replaced"], "serial", ""),
        alone=_alone(found, lang),
    )
