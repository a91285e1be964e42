"""Proving the trail whole, or naming the first event that is not as it was sealed."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import connection

from .models import Head
from .seal import key, message
from .tree import Tree, leaf


@dataclass(frozen=True)
class Report:
    """Whether the trail is whole, how many events it has, and the first that is broken."""

    ok: bool
    events: int
    unsealed: int
    first_broken: dict[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """For printing."""
        return asdict(self)


_LINES = """
COPY (SELECT e.seq, encode(e.leaf, 'hex'), e.id, audit_line(e) FROM audit_event e
WHERE e.seq IS NOT NULL ORDER BY e.seq) TO STDOUT
"""
_VALUES = """
SELECT e.id, e.table_name, e.row_id FROM audit_value v JOIN audit_event e ON e.id = v.event_id
WHERE sha256(v.salt || convert_to(v.body, 'UTF8')) <> e.digest ORDER BY e.id LIMIT 1
"""


def _broken(event: int, what: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, row_id FROM audit_event WHERE id = %s", [event])
        table, row = cursor.fetchone() or ("", "")
    return {"event": event, "table": table, "row": row, "what": what}


def _unescape(field: bytes) -> bytes:
    if b"\\" not in field:
        return field
    return field.replace(b"\\t", b"\t").replace(b"\\n", b"\n").replace(b"\\r", b"\r").replace(b"\\\\", b"\\")


def _walk(heads: dict[int, bytes]) -> tuple[Tree, dict[str, Any] | None]:
    """Recompute every leaf and every signed root, in order."""
    tree, wrong = Tree(), None
    with connection.cursor() as cursor, cursor.copy(_LINES) as copy:  # type: ignore[attr-defined]
        rest = b""
        for block in copy:  # read to the end even after a break: a copy left half-read leaves the connection busy
            if wrong is not None:
                continue
            lines = (rest + bytes(block)).split(b"\n")
            rest = lines.pop()
            wrong = next(filter(None, (_add(tree, line, heads) for line in lines)), None)
    return tree, wrong


def _add(tree: Tree, line: bytes, heads: dict[int, bytes]) -> dict[str, Any] | None:
    """Put one event on the tree, or say what is wrong with it."""
    number, held, event, text = line.split(b"\t", 3)
    hashed = leaf(_unescape(text))
    if int(number) != tree.size:
        return {"event": int(event), "what": f"event {tree.size} of the tree is gone"}
    if hashed.hex().encode() != held:
        return {"event": int(event), "what": "the event was changed after it was sealed"}
    tree.add(hashed)
    known = heads.get(tree.size)
    if known is not None and known != tree.root():
        return {"event": int(event), "what": "the signed root says otherwise"}
    return None


def published() -> list[dict[str, Any]]:
    """The heads that were published outside the database."""
    path = Path(settings.VATSALYA_AUDIT_HEADS)
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _heads() -> tuple[dict[int, bytes], dict[str, Any] | None]:
    public = key().public_key()
    roots: dict[int, bytes] = {}
    for head in Head.objects.order_by("size"):
        try:
            public.verify(bytes(head.signature), message(head.size, bytes(head.root), head.at))
        except InvalidSignature:
            return roots, {"event": None, "what": f"the head of size {head.size} is not signed by our key"}
        roots[head.size] = bytes(head.root)
    for line in published():
        if roots.get(line["size"], b"").hex() != line["root"]:
            return roots, {"event": None, "what": f"the published head of size {line['size']} is not in the database"}
    return roots, None


def verify_all() -> Report:
    """Check values, leaves, numbering, signed heads and published heads."""
    heads, wrong = _heads()
    tree = Tree()
    if wrong is None:
        tree, wrong = _walk(heads)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE seq IS NULL")
        unsealed = cursor.fetchone()[0]
        if wrong is None:
            cursor.execute(_VALUES)
            row = cursor.fetchone()
            wrong = {"event": row[0], "what": "the values of the event were changed"} if row else None
    if wrong is None and heads and max(heads) != tree.size:
        wrong = {"event": None, "what": f"{max(heads)} events were signed, {tree.size} are there"}
    if wrong and wrong["event"]:
        wrong = _broken(wrong["event"], wrong["what"])
    return Report(wrong is None, tree.size, unsealed, wrong)
