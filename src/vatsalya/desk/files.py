"""What every child's page shows: who the child is (to those who may see it), steps, times, papers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from vatsalya.access import gate
from vatsalya.desk.children import merge_words
from vatsalya.desk.marks import marks_words as marks_words
from vatsalya.law.citing import cited
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, NotVisible
from vatsalya.matters import queries as matters
from vatsalya.offices import queries as offices
from vatsalya.papers import filing
from vatsalya.papers import queries as papers
from vatsalya.people import photos, rules, vault
from vatsalya.places import queries as places


def identity(request: Any, child_id: UUID | None) -> dict[str, Any] | None:
    """A child's identity for somebody with a duty to the child; None for everybody else."""
    if child_id is None or not gate.may(request.actor, "child.identity"):
        return None
    try:
        return vault.read(request.actor, child_id)
    except (Forbidden, NotVisible):
        return None


def steps(matter: Any, made: Iterable[Any], lang: str) -> list[dict[str, Any]]:
    """What happened, in the machine's own words."""
    machine = law().machine(matter.kind)
    rows = []
    for move in made:
        rule = machine.moves.get(move.name)
        rows.append(
            {
                "words": rule.label[lang] if rule else machine.states[move.to_state].label[lang],
                "state": machine.states[move.to_state].label[lang],
                "at": move.at,
                "reason": move.reason or pair_change(move.facts, lang) or _number(move.name, move.facts),
                "number": _number(move.name, move.facts),
                "by": getattr(move.posting.office, f"name_{lang}") if move.posting else "",
                "who": move.posting.account.full_name if move.posting else "",
            }
        )
    return rows


def pair_change(facts: dict[str, Any], lang: str) -> str:
    """From which state to which a possible match of this file went."""
    if "pair_to" not in facts:
        return ""
    words = law().codes("pair_verdicts")
    return " → ".join(words.get(facts[key], {}).get(lang, "") for key in ("pair_from", "pair_to"))


def _number(name: str, facts: dict[str, Any]) -> str:
    """The file that a step joined to this one or parted from it."""
    return facts.get("number", "") if name in ("link_child", "unlink_child") else ""


def kind_words(matter: Any, lang: str) -> str:
    """What kind of file it is: a missing report, a 1098 case …"""
    return law().codes("matter_kinds")[matter.kind][lang]


def _works_on(request: Any, matter: Any) -> bool:
    """True for those who are told which calls hang on the child: who looks for it, and who decides."""
    act = {"missing": "missing.update", "cncp": "cncp.order"}.get(matter.kind)
    return bool(act) and gate.may(request.actor, str(act), matter)


def calls(made: Iterable[Any], lang: str) -> list[tuple[str, str, str]]:
    """The 1098 calls that hang on the child, as its own history says: kind, number, whom to ask."""
    hung: dict[str, int] = {}
    for move in made:
        if move.name == "link_call":
            hung[move.facts["call"]] = move.facts["ask"]
        elif move.name == "unlink_call":
            hung.pop(move.facts["call"], None)
    kind = law().codes("matter_kinds")["helpline"][lang]
    return [(kind, number, offices.name(no, lang)) for number, no in hung.items()]


def times(request: Any, matter: Any) -> list[dict[str, Any]]:
    """The clocks of a matter, in words, with the section of the law."""
    lang = request.LANGUAGE_CODE
    rows = []
    for clock in matters.clocks(actor=request.actor, matter_id=matter.pk):
        rule = law().clocks[clock.code]
        rows.append(
            {
                "words": rule.label[lang],
                "basis": cited(rule.basis, lang),
                "clock": clock,
                "part": clock.part,
                "unsure": rule.mark != "verified",
            }
        )
    return rows


def signed(request: Any, matter: Any) -> list[dict[str, Any]]:
    """The signed forms that this post may read."""
    lang = request.LANGUAGE_CODE
    found = papers.of_matter(actor=request.actor, matter_id=matter.pk)
    void = papers.void(found)
    return [
        {
            "id": p.pk,
            "serial": p.serial,
            "form": p.form,
            "title": law().newest_form(p.form).title[lang],
            "at": p.signed_at,
            "by": p.signed_by.account.full_name,
            "old": hasattr(p, "superseded_by") and p.pk not in void,
            "void": p.pk in void,
            "alone": law().words("paper.alone", lang) if papers.alone(p) else "",
        }
        for p in found
    ]


def child_facts(request: Any, child: Any) -> dict[str, Any]:
    """Age, sex and languages in words."""
    lang = request.LANGUAGE_CODE
    languages = law().codes("languages")
    return {
        "number": child.number,
        "sex": child.sex,
        "age": child.age_value,
        "age_now": rules.years_later(age=child.age_value, on=child.age_on, now=ist_date(request.at)),
        "sex_words": law().codes("sex").get(child.sex, {}).get(lang, ""),
        "basis": law().codes("age_basis").get(child.age_basis, {}).get(lang, ""),
        "languages": ", ".join(languages.get(code, {}).get(lang, code) for code in child.languages),
    }


def page(request: Any, matter: Any) -> dict[str, Any]:
    """Everything the page of a child's matter shows, for this reader."""
    lang = request.LANGUAGE_CODE
    known = identity(request, matter.child_id)
    pictures = photos.of_child(actor=request.actor, child_id=matter.child_id) if known else []
    place = (known or {}).get("home_place")
    made = matters.moves(actor=request.actor, matter_id=matter.pk)
    return {
        "matter": matter,
        "state": law().machine(matter.kind).states[matter.state].label[lang],
        "office_words": getattr(matter.office, f"name_{lang}"),
        "district": places.full_name(matter.district_code, lang),
        "child": child_facts(request, matter.child),
        "known": known,
        "marks": marks_words((known or {}).get("marks"), lang),
        "home": places.full_name(int(place["district"]), lang) if place else "",
        "photos": pictures,
        "steps": steps(matter, made, lang),
        "calls": calls(made, lang) if _works_on(request, matter) else [],
        "times": times(request, matter),
        "papers": signed(request, matter),
        "files_here": filing.any_on(matter.kind),
        "may_see_who": gate.may(request.actor, "child.who_saw", matter),
        **merge_words.of_file(request, matter),
    }
