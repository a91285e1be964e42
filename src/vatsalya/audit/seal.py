"""The sealer: numbers finished events without gaps, grows the tree, signs its head, publishes it."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings
from django.db import connection, transaction

from .models import Head
from .tree import Tree, leaf

BATCH = 50_000


def key() -> Ed25519PrivateKey:
    """The signing key, kept in a file that the database never sees; made at the first use."""
    path = Path(settings.VATSALYA_AUDIT_KEY)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = Ed25519PrivateKey.generate()
        pem = fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(pem)
    loaded = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(loaded, Ed25519PrivateKey)
    return loaded


def message(size: int, root: bytes, at: datetime) -> bytes:
    """What a head's signature covers."""
    return f"{size}:{root.hex()}:{at.astimezone(UTC).isoformat()}".encode()


def last_tree() -> Tree:
    """The tree as the last head left it."""
    head = Head.objects.order_by("-size").first()
    if head is None:
        return Tree()
    return Tree(head.size, [(height, bytes.fromhex(peak)) for height, peak in head.peaks])


# Only transactions older than every running one: a late commit is never skipped.
_READY = """
SELECT e.id, audit_line(e) FROM audit_event e
WHERE e.seq IS NULL AND e.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY e.id LIMIT %s
"""
_NUMBER = """
UPDATE audit_event e SET seq = n.seq, leaf = n.leaf
FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS n(id, seq, leaf) WHERE e.id = n.id
"""


@transaction.atomic
def seal(*, at: datetime, limit: int = BATCH) -> int:
    """Seal what is finished; returns how many events."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(737001)")
        cursor.execute(_READY, [limit])
        rows = cursor.fetchall()
        if not rows:
            return 0
        tree, ids, numbers, leaves = last_tree(), [], [], []
        for pk, line in rows:
            hashed = leaf(line.encode())
            ids.append(pk)
            numbers.append(tree.size)
            leaves.append(hashed)
            tree.add(hashed)
        cursor.execute(_NUMBER, [ids, numbers, leaves])
    _publish(_sign(tree, at))
    return len(rows)


def _sign(tree: Tree, at: datetime) -> Head:
    root = tree.root()
    peaks = [(height, peak.hex()) for height, peak in tree.peaks]
    signature = key().sign(message(tree.size, root, at))
    return Head.objects.create(size=tree.size, root=root, peaks=peaks, at=at, signature=signature)


def _publish(head: Head) -> None:
    """Append the head to the file outside the database (copy it elsewhere: it is the proof)."""
    line = {
        "size": head.size,
        "root": head.root.hex(),
        "at": head.at.astimezone(UTC).isoformat(),
        "signature": head.signature.hex(),
    }
    path = Path(settings.VATSALYA_AUDIT_HEADS)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
