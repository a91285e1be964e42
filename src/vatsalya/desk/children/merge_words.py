"""Two files of one child in words: fields of both sheets, states, and what a file's page says of its merges."""

from typing import Any

from django.utils.translation import gettext as _

from vatsalya.access import gate
from vatsalya.desk import codes_words
from vatsalya.missing import merged, merging
from vatsalya.offices import queries as offices


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
    """Field by field what both sheets say; where they differ a person picks."""
    wanted = set(sides.conflicts)
    keys = [*sides.keep, *(key for key in sides.other if key not in sides.keep)]
    return [
        {
            "key": key,
            "label": merging.label(key, lang) if key != "names" else _("Name"),
            "one": codes_words.value(key, sides.keep.get(key), lang),
            "two": codes_words.value(key, sides.other.get(key), lang),
            "pick": key in wanted,
        }
        for key in keys
        if sides.keep.get(key) or sides.other.get(key)
    ]
