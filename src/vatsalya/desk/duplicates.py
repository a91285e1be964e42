"""The stop before saving: a child like this stands in the register. Two ways on, and nothing typed is lost."""

import base64
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vatsalya.citizens.rules import two_children
from vatsalya.desk.boards.views import OPENS
from vatsalya.law.load import law
from vatsalya.matching.names import several
from vatsalya.missing import duplicates
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers


@dataclass
class Stop:
    """Asks the register once for a form's answers, and remembers what the officer said to it."""

    request: Any
    form: str
    warnings: list[duplicates.Warning] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    two: bool = False

    def two_children(self, answers: dict[str, Any]) -> bool:
        """True when one form names two children and nobody said yet that it is the name of one."""
        name = answers.get("name") or ""
        self.two = not self._one_child and (two_children(name) or several(name))
        return self.two

    @property
    def _one_child(self) -> bool:
        return self.request.POST.get("one_child") == "yes"

    def stands(self, answers: dict[str, Any]) -> bool:
        """True when this form must not be saved yet."""
        actor, at = self.request.actor, self.request.at
        self.warnings = duplicates.of_answers(answers, form=self.form, office_no=actor.office_no, at=at, actor=actor)
        if not self.warnings or (self._choice == "other" and self.reason):
            return False
        if self._choice == "same":
            told = duplicates.ask(self.warnings, actor=actor, at=at)
            self.asked = [offices.name(no, self.request.LANGUAGE_CODE) for no in told]
        return True

    @property
    def _choice(self) -> str:
        return self.request.POST.get("duplicate", "")

    @property
    def reason(self) -> str:
        """Why this is another child, if a known reason was given."""
        told = self.request.POST.get("duplicate_reason", "")
        return told if told in law().codes("duplicate_reasons") else ""

    def remember(self, matter: Any) -> None:
        """The child was saved in spite of the warning."""
        duplicates.remember(matter, self.warnings, reason=self.reason, actor=self.request.actor, at=self.request.at)

    def shown(self) -> dict[str, Any]:
        """What the page of the stop says."""
        lang = self.request.LANGUAGE_CODE
        missing_reason = self._choice == "other" and not self.reason
        return {
            "two": law().words("child.two_children", lang) if self.two else "",
            "one_child": self._one_child,
            "lines": [line(one, lang) for one in self.warnings],
            "reasons": [(code, told[lang]) for code, told in law().codes("duplicate_reasons").items()],
            "choice": self._choice,
            "asked": self.asked,
            "own": all(one.matter_id for one in self.warnings),
            "refusals": [law().words("duplicate.reason_needed", lang)] if missing_reason else [],
        }


def line(one: duplicates.Warning, lang: str) -> dict[str, Any]:
    """One file that may be this child's, as its reader may know of it."""
    return {
        "office": offices.name(one.office_no, lang),
        "number": one.number,
        "url": reverse(OPENS[one.kind], args=[one.matter_id]) if one.matter_id and one.kind in OPENS else "",
        "same_number": one.why == "number",
        "same_phone": one.why == "phone",
        "agrees": [duplicates.agreeing(part, lang) for part in one.agrees],
    }


# A photograph that was sent with the form is kept sealed, because a browser does not send it twice.


def _draft(form: str) -> str:
    return f"{form[:9]}-ph"


def keep_photo(request: Any, form: str, about: str) -> bool:
    """Keep the photograph of a stopped form with the person's drafts."""
    sent = request.FILES.get("photo")
    if sent is None:
        return False
    sent.seek(0)
    told = {"photo": base64.b64encode(sent.read()).decode(), "name": "photo"}
    papers.save_draft(actor=request.actor, form=_draft(form), about=about, form_version="", answers=told, at=request.at)
    return True


def give_photo_back(request: Any, form: str, about: str) -> None:
    """Put the kept photograph where the form looks for it, unless another one was chosen."""
    if request.POST.get("kept_photo") and "photo" not in request.FILES:
        found = papers.load_draft(actor=request.actor, form=_draft(form), about=about)
        if found:
            data = base64.b64decode(found[1].get("photo", ""))
            request.FILES["photo"] = SimpleUploadedFile("photo", data, content_type="image/jpeg")


def drop_photo(request: Any, form: str, about: str) -> None:
    """The form is saved: the kept photograph goes."""
    papers.drop_draft(actor=request.actor, form=_draft(form), about=about)
