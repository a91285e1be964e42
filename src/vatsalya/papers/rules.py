"""How two windows of one person share one draft: box by box, so that neither erases what was typed in the other."""

from dataclasses import dataclass, field

#: What is written in the boxes of a form: a box and all that is chosen or typed in it.
Boxes = dict[str, list[str]]
#: Under this beginning a draft keeps the text that lost against a later one.
OTHER = "other:"
#: So many lost texts are kept of one box; more is a person typing letter by letter in two windows.
MOST_OTHERS = 5
_ROWS = "-rows"


@dataclass
class Merged:
    """A draft after a window was saved into it, and what that window must be told."""

    boxes: Boxes
    #: Boxes in which another window wrote something else than this one holds.
    theirs: Boxes = field(default_factory=dict)
    #: Boxes written in both: what the other one said.
    other: Boxes = field(default_factory=dict)


def _plain(values: list[str] | None) -> list[str]:
    """A box without empty entries; a browser ends lines otherwise on the way than in the box."""
    return [one.replace("\r\n", "\n") for one in values or [] if one.strip()]


def merge(stored: Boxes, mine: Boxes, base: Boxes | None) -> Merged:
    """Save a window into the draft. `base`: of each box it changed, what stood there before it did.

    Without `base` (a page without its script) every box that is not empty counts as changed.
    """
    done = Merged(dict(stored))
    changed = {key: [] for key, values in mine.items() if _plain(values)} if base is None else base
    for key in (one for one in changed if not one.startswith(OTHER)):
        _one(done, key, mine.get(key) or [], None if base is None else _plain(base[key]))
    done.boxes = mine | done.boxes  # a box of which the draft says nothing is unknown there, not empty
    seen = {key for key in (*mine, *stored) if not key.startswith(OTHER) and not key.endswith(_ROWS)}
    done.theirs = {k: done.boxes.get(k) or [] for k in seen if _plain(done.boxes.get(k)) != _plain(mine.get(k))}
    return done


def _one(done: Merged, key: str, mine: list[str], before: list[str] | None) -> None:
    """One box that this window changed."""
    done.boxes.setdefault(key, mine)
    stood, now = _plain(done.boxes.get(key)), _plain(mine)
    if key.endswith(_ROWS):
        done.boxes[key] = max(done.boxes.get(key) or ["0"], mine or ["0"], key=_number)
    elif not now and before is not None and stood != before:
        return  # an empty box takes nothing away that was typed elsewhere
    elif stood and now and before is not None and stood not in (before, now):
        _lost(done, key, "\n".join(stood), "\n".join(now))
        done.boxes[key] = mine
    else:
        done.boxes[key] = mine


def _lost(done: Merged, key: str, text: str, wins: str) -> None:
    """Keep the text that lost; half a word that grew into a later one is not kept."""
    if not wins.startswith(text):
        kept = [one for one in done.boxes.get(OTHER + key, []) if not text.startswith(one)]
        done.boxes[OTHER + key] = [*kept, text][-MOST_OTHERS:]
        done.other[key] = [text]


def _number(values: list[str]) -> int:
    sane = bool(values) and values[0].isascii() and values[0].isdecimal() and len(values[0]) < 4
    return int(values[0]) if sane else 0
