"""A possible match in words: facts of both sides, verdicts, what happened, and what happens next."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vatsalya.citizens.rules import band_of
from vatsalya.desk import files
from vatsalya.law.load import law
from vatsalya.matching import names
from vatsalya.missing.pair_states import words_of
from vatsalya.missing.sheet import as_instant
from vatsalya.offices import queries as offices
from vatsalya.places import queries as places


def side(pair: Any, office_no: int) -> str:
    """For which side the reader's office speaks; empty for seniors of another office."""
    if office_no == pair.missing_no:
        return "missing"
    return "found" if office_no == pair.found_no else ""


def tabs(counts: dict[str, int], show: str) -> list[dict[str, Any]]:
    """The three lists and how many files stand in each."""
    words = {"mine": _("Wait for us"), "theirs": _("Wait for others"), "decided": _("Decided")}
    return [{"show": key, "words": words[key], "n": counts[key], "current": key == show} for key in words]


def verdict(code: str, kind: str = "both") -> str:
    """The state of a pair in words."""
    code = words_of(kind, code)
    return law().codes("pair_verdicts").get(code, {}).get((get_language() or "en")[:2], code)


def stands(pair: Any, office_no: int) -> str:
    """How a pair stands for one office, for the list."""
    if pair.verdict != "possible":
        return verdict(pair.verdict, pair.kind)
    mine = side(pair, office_no)
    said = getattr(pair, f"{mine}_says", "") if mine else ""
    if not mine:
        return _("waits for an answer")
    if pair.kind == "lead" and mine == "found":
        return _("the police look at it")
    if said == "same":
        return _("waits for the other side")
    return _("you asked for more") if said == "more" else _("waits for your answer")


def head(shown: dict[str, Any], lang: str) -> dict[str, Any]:
    """Whose file a side is, and since when."""
    return {
        "names": [name["text"] for name in shown.get("names", []) if not names.unknown(name["text"])],
        "age": shown["age"]["value"],
        "sex": shown["sex"],
        "since": as_instant(shown["since"]),
        "number": shown["number"],
        "office": offices.name(shown["office"], lang),
    }


def label(key: str) -> str:
    """What a line of the comparison is about."""
    return {
        "names": _("Name"),
        "father": _("Father"),
        "mother": _("Mother"),
        "sex": _("Sex"),
        "age": _("Age"),
        "languages": _("Languages"),
        "marks": _("Marks"),
        "height_cm": _("Height"),
        "home_place": _("Home"),
        "words_said": _("Words the child says"),
        "clothes": _("Clothes"),
        "since": _("Lost and found"),
        "district": _("District"),
        "complexion": _("Complexion"),
        "build": _("Build"),
        "hair": _("Hair"),
    }[key]


def fact(one: Any, lang: str) -> dict[str, Any]:
    """A line of the comparison: both answers in words, and how they compare."""
    away = one.key == "district" and one.verdict != "match"  # children travel: another place is no mismatch
    tone = "" if away else {"match": "done", "near": "soon", "differs": "late"}.get(one.verdict, "")
    return {
        "label": label(one.key),
        "missing": _value(one.key, one.missing, lang),
        "found": _value(one.key, one.found, lang),
        "verdict": one.verdict,
        "tone": tone,
        "words": _("another place")
        if away
        else {
            "match": _("match"),
            "near": _("nearly"),
            "differs": _("differs"),
            "one": _("only one side knows"),
            "look": _("compare yourself"),
        }[one.verdict],
        "moment": as_instant(one.missing) if one.key == "since" else None,
        "moment_found": as_instant(one.found) if one.key == "since" else None,
    }


def _value(key: str, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if key == "names":
        return ", ".join(name["text"] for name in value)
    if key == "age":
        basis = law().codes("age_basis").get(value["basis"], {}).get(lang, "")
        if band := band_of(value["value"], value["basis"]):
            return f"{law().codes('age_bands')[band][lang]} ({basis})"
        return f"{value['value']:g} ({basis})" if basis else f"{value['value']:g}"
    if key == "marks":
        return "; ".join(files.marks_words(value, lang))
    if key == "languages":
        known = law().codes("languages")
        return ", ".join(known.get(code, {}).get(lang, code) for code in value)
    return _single(key, value, lang)


def _single(key: str, value: Any, lang: str) -> str:
    if key == "district":
        return places.full_name(int(value), lang)
    if key == "home_place" and isinstance(value, dict):
        return places.full_name(int(value["district"]), lang) if value.get("district") else ""
    if key in ("sex", "complexion", "build", "hair"):
        return law().codes(key).get(str(value), {}).get(lang, str(value))
    return _("%(cm)s cm") % {"cm": f"{value:g}"} if key == "height_cm" else str(value)


def question(one: dict[str, Any], mine: str, lang: str) -> dict[str, Any]:
    """A question with its answer; `ours` when the reader's side asked it."""
    answers = law().codes("match_answers")
    return one | {
        "ours": one["side"] == mine,
        "theirs": bool(mine) and one["side"] != mine,
        "words": law().codes("match_questions").get(one["code"], {}).get(lang, one["code"]),
        "answer_words": answers.get(one["answer"], {}).get(lang, ""),
    }


def step(one: dict[str, Any], lang: str, kind: str = "both") -> dict[str, Any]:
    """A line of the pair's history: what, from which state to which, by which office, and why."""
    row = one["step"]
    said = {"same": _("same child"), "different": _("not the same"), "more": _("more is needed")}
    what = {
        "proposed": _("The engine proposed it"),
        "said": _("Answer: %(says)s") % {"says": said.get(row.says, row.says)},
        "told": _("A question was answered"),
        "undone": _("An answer was taken back"),
        "unconfirmed": _("The decision was taken back"),
        "reopened": _("New facts: it is asked again"),
        "dropped": _("No longer likely enough"),
        "returned": _("Possible again"),
        "elsewhere": _("The child was found") if kind == "lead" else _("The report was matched elsewhere"),
        "recognised": _("The child was recognised by another report"),
        "reunited": _("The child came home"),
        "withheld": _("Kept out of the comparison"),
        "merged": _("The file was merged with another"),
    }.get(row.name, row.name)
    codes = law().codes("match_undo") if row.name == "unconfirmed" else {}
    return {
        "what": what,
        "at": row.at,
        "by": getattr(row.posting.office, f"name_{lang}") if row.posting else "",
        "reason": codes.get(row.reason, {}).get(lang, ""),
        "note": one["note"],
        "change": f"{verdict(row.from_verdict, kind)} → {verdict(row.to_verdict, kind)}"
        if row.from_verdict != row.to_verdict and row.from_verdict
        else "",
    }


def may_undo(pair: Any, mine: str, account: int | None) -> bool:
    """One's own answer, as long as the other side has not answered."""
    other = "found" if mine == "missing" else "missing"
    own = bool(getattr(pair, f"{mine}_says")) and getattr(pair, f"{mine}_by") == account
    open_ = pair.verdict in ("possible", "rejected", "followed")
    return own and open_ and getattr(pair, f"{other}_says") not in ("same", "different")


def what_next(pair: Any, mine: str, lang: str) -> str:
    """In plain words: what happens when one answers, or what others do now."""
    if pair.kind == "lead":
        return _lead_next(pair, mine, lang)
    other = offices.name(pair.found_no if mine == "missing" else pair.missing_no, lang)
    if pair.verdict == "confirmed":
        return _("Both sides confirmed. Police and Committee now bring child and family together.")
    if pair.verdict != "possible":
        return _("Nothing is asked of you now.")
    if not mine:
        return _("Two offices decide this; you can read it.")
    if getattr(pair, f"{mine}_says") == "same":
        return _("Your side has answered. %(office)s must confirm too; only then the child counts as found.") % {
            "office": other
        }
    return _(
        "Compare the lines. If you are sure, say same or not the same. If not, ask %(office)s one thing; "
        "the answer comes back to this page. Nothing happens to the child by your answer alone."
    ) % {"office": other}


def _lead_next(pair: Any, mine: str, lang: str) -> str:
    if pair.verdict == "followed":
        return _("A lead: follow it up and write it into the diary. The report stays open until a child is found.")
    if pair.verdict != "possible":
        return _("Nothing is asked of you now.")
    if mine == "missing":
        return _(
            "This is a call or a sighting, not a child in care. Say same if it is worth following up; "
            "ask %(office)s if one fact would help."
        ) % {"office": offices.name(pair.found_no, lang)}
    return _("%(office)s looks at this; you answer only what you are asked.") % {
        "office": offices.name(pair.missing_no, lang)
    }
