"""Notes of one record, each of them once: whoever writes one again means the newer."""

#: So many are kept of one record, the newest.
MOST = 200


def merged(before: list[dict[str, str]], more: list[dict[str, str]]) -> list[dict[str, str]]:
    """All notes, in the order of their days; of one that was sent again the newer."""
    kept = {note["note_record_id"]: note for note in before}
    for note in more:
        held = kept.get(note["note_record_id"])
        if held is None or note["source_date"] > held["source_date"]:
            kept[note["note_record_id"]] = note
    return sorted(kept.values(), key=lambda note: note["source_date"])[-MOST:]
