"""Two files of one child in words: fields of both sheets, states, and what a file's page says of its merges."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vatsalya.access import gate
from vatsalya.desk import codes_words
from vatsalya.missing import merged, merging
from vatsalya.offices import queries as offices
from vatsalya.people import rules
from vatsalya.places import queries as places


def of_file(request: Any, matter: Any) -> dict[str, Any]:
    """Merges of a file, and whether its owner may ask for one."""
    actor, lang = request.actor, request.LANGUAGE_CODE
    there = matter.kind in merging.KINDS and getattr(matter, "has_merges", True)
    rows = merged.of_matter(actor=actor, matter_id=matter.pk) if there else []
    opens = "desk:merge" if gate.may(actor, "child.merge") else "desk:merge_second"
    return {
        "merges": [
            {
                "id": one.pk,
                "opens": opens,
                "state": state(one.stage),
                "office": _other_office(one, actor, lang),
                "at": one.asked_at,
            }
            for one in rows
        ],
        "joined": merged.joined(actor=actor, matter_id=matter.pk) if there else [],
        "may_merge": matter.kind in merging.KINDS
        and matter.unit_no == actor.office_no
        and gate.may(actor, "child.merge", matter),
    }


def to_answer(request: Any) -> list[dict[str, Any]]:
    """Merges that wait for this officer, as lines of a desk."""
    actor = request.actor
    own, second = gate.may(actor, "child.merge"), gate.may(actor, "child.merge_second")
    if not own and not second:
        return []
    opens = "desk:merge" if own else "desk:merge_second"
    return [
        {"id": one.pk, "opens": opens, "numbers": merged.numbers(one), "state": state(one.stage), "at": one.asked_at}
        for one in merged.to_answer(actor=actor)
    ]


def _other_office(merge: Any, actor: Any, lang: str) -> str:
    return offices.name(merge.other_no if actor.office_no == merge.keep_no else merge.keep_no, lang)


def state(code: str) -> str:
    """The state of a merge in words."""
    return {
        "asked": _("asked"),
        "open": _("being compared"),
        "picked": _("waits for the second officer's agreement"),
        "merged": _("merged"),
        "refused": _("refused"),
        "undone": _("taken back"),
    }[code]


def rows(sides: Any, lang: str) -> list[dict[str, Any]]:
    """Field by field what both sheets say; where they differ in meaning a person picks."""
    wanted = set(sides.conflicts)
    keys = [*sides.keep, *(key for key in sides.other if key not in sides.keep)]
    return [
        {
            "key": key,
            "label": merging.label(key, lang) if key != "names" else _("Name"),
            "one": one,
            "two": two,
            "pick": key in wanted,
            "same": _means(sides, key),
        }
        for key in keys
        if sides.keep.get(key) or sides.other.get(key)
        for one, two in [_both(sides, key, lang, told=key in wanted)]
    ]


def _means(sides: Any, key: str) -> bool:
    one, two = sides.keep.get(key), sides.other.get(key)
    return bool(one and two and rules.same(one, two))


def _both(sides: Any, key: str, lang: str, *, told: bool) -> list[str]:
    """A question's two answers in words; ages that differ say of which day they are."""
    return [codes_words.value(key, given, lang) + _on(given if told else None) for given in
            (sides.keep.get(key), sides.other.get(key))]  # fmt: skip


def _on(given: Any) -> str:
    day = given.get("age_on") if isinstance(given, dict) else None
    return f", {date.fromisoformat(day):%d-%m-%Y}" if day else ""


def happened(sides: Any, kind: str, lang: str) -> dict[str, Any]:
    """When and where each child was last seen, or found."""
    return {
        "label": _("Last seen") if kind == "missing" else _("Found"),
        "sides": [
            {"at": one.at, "where": places.full_name(one.district, lang) if one.district else ""} for one in sides.when
        ],
    }
