"""What a citizen sent, kept sealed until the code is confirmed; a token makes every second sending the first."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from vatsalya.lib.ids import SPEAKABLE
from vatsalya.papers.uploads import CleanPhoto
from vatsalya.people import vault

from .models import CitizenDraft
from .sound import Note

KEEP = timedelta(days=1)


@dataclass
class Draft:
    """A draft in hand, opened."""

    row: CitizenDraft
    answers: dict[str, Any]
    photo: CleanPhoto | None
    voice: Note | None
    result: dict[str, Any]

    @property
    def token(self) -> UUID:
        """By which it is known."""
        return self.row.token


def find(token: UUID | None, what: str) -> Draft | None:
    """A draft by its token."""
    row = CitizenDraft.objects.filter(pk=token, what=what).first() if token else None
    return _opened(row) if row else None


def lock(token: UUID, what: str, *, at: datetime) -> Draft:
    """The draft of a token, new or there already, held by this request alone until it ends."""
    CitizenDraft.objects.bulk_create([CitizenDraft(token=token, what=what, made_at=at)], ignore_conflicts=True)
    row = CitizenDraft.objects.select_for_update().get(pk=token)
    # A token is of one kind of report: what was sent under it stays what it was.
    return _opened(row) if row.what == what else lock(uuid4(), what, at=at)


def _opened(row: CitizenDraft) -> Draft:
    def read(sealed: Any) -> dict[str, Any]:
        return vault.unlock_for_server(sealed) if sealed else {}

    photo, voice = read(row.photo), read(row.voice)
    return Draft(
        row,
        read(row.answers),
        _photo(photo) if photo else None,
        Note(_bytes(voice["data"]), voice["kind"], voice["seconds"]) if voice else None,
        read(row.result),
    )


def keep(draft: Draft, answers: dict[str, Any], *, photo: CleanPhoto | None = None, voice: Note | None = None) -> Draft:
    """Keep what came, sealed; a photograph without its original, because that tells where it was taken."""
    row, draft.answers = draft.row, answers
    row.answers = vault.lock_for_server(answers)
    if photo is not None:
        draft.photo = photo
        row.photo = vault.lock_for_server(
            {"small": _text(photo.small), "large": _text(photo.large), "size": [photo.width, photo.height]}
        )
    if voice is not None:
        draft.voice = voice
        row.voice = vault.lock_for_server({"data": _text(voice.data), "kind": voice.kind, "seconds": voice.seconds})
    row.save()
    return draft


def asked(draft: Draft, challenge: UUID) -> None:
    """A code is on its way."""
    draft.row.challenge = challenge
    draft.row.save(update_fields=["challenge"])


def done(draft: Draft, result: dict[str, Any]) -> None:
    """Remember what became of it, for a second sending; the pictures go."""
    draft.result, row = result, draft.row
    row.result, row.photo, row.voice = vault.lock_for_server(result), None, None
    row.save(update_fields=["result", "photo", "voice"])


def phrase() -> str:
    """What an anonymous reporter writes down once: twelve letters and digits that cannot be mistaken."""
    letters = "".join(secrets.choice(SPEAKABLE) for _ in range(12))
    return "-".join(letters[i : i + 4] for i in (0, 4, 8))


def sweep(*, at: datetime) -> int:
    """Throw away what nobody finished within a day."""
    return CitizenDraft.objects.filter(made_at__lt=at - KEEP).delete()[0]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def _photo(kept: dict[str, Any]) -> CleanPhoto:

    large = _bytes(kept["large"])
    width, height = kept["size"]
    return CleanPhoto(_bytes(kept["small"]), large, large, width, height, hashlib.sha256(large).hexdigest())
