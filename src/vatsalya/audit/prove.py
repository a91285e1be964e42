"""A proof for one event that anybody can check with the public key and a published head, without the database."""

from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from .models import Head
from .seal import key, message
from .tree import included, inclusion, leaf

_EVENT = "SELECT e.seq, audit_line(e) FROM audit_event e WHERE e.id = %s AND e.seq IS NOT NULL"
_LEAVES = "SELECT leaf FROM audit_event WHERE seq < %s ORDER BY seq"


class NotSealed(LookupError):
    """There is no such event, or it is younger than the last head."""


def prove(event: int) -> dict[str, Any]:
    """The event's bytes, its place in the tree, the sister hashes up to the last signed head; raises NotSealed."""
    head = Head.objects.order_by("-size").first()
    with connection.cursor() as cursor:
        cursor.execute(_EVENT, [event])
        found = cursor.fetchone()
        if found is None or head is None or found[0] >= head.size:
            raise NotSealed(f"event {event} is not there or not sealed yet")
        cursor.execute(_LEAVES, [head.size])
        leaves = [bytes(row[0]) for row in cursor.fetchall()]
    return {
        "event": event,
        "line": found[1],
        "index": found[0],
        "size": head.size,
        "proof": [sister.hex() for sister in inclusion(leaves, found[0])],
        "root": bytes(head.root).hex(),
        "at": head.at.isoformat(),
        "signature": bytes(head.signature).hex(),
        "public_key": key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex(),
    }


def holds(proof: dict[str, Any], *, public_key: str) -> bool:
    """True when the head is signed by this key and the event stands under it. Needs no database."""
    root, signed = bytes.fromhex(proof["root"]), bytes.fromhex(proof["signature"])
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            signed, message(proof["size"], root, datetime.fromisoformat(proof["at"]))
        )
    except (InvalidSignature, ValueError):
        return False
    sisters = [bytes.fromhex(sister) for sister in proof["proof"]]
    return included(leaf(proof["line"].encode()), proof["index"], proof["size"], sisters, root)
