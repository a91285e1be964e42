"""Marks on the body in words."""

from typing import Any

from vatsalya.law.load import law


def marks_words(marks: list[dict[str, Any]] | None, lang: str) -> list[str]:
    """Marks on the body as people say them: scar, wrist, left."""
    found = []
    for mark in marks or []:
        parts = [
            law().codes(name).get(mark.get(key, ""), {}).get(lang, "")
            for key, name in (("kind", "mark_kinds"), ("part", "body_parts"), ("side", "sides"))
        ]
        found.append(", ".join(part for part in [*parts, mark.get("text", "")] if part))
    return found
