"""PFIF as tables: which fields each version knows, what they were called, and what may stand in them.

Written from the published specifications of PFIF 1.1 (2005) to 1.4 (29 May 2012). Everything is read into the
names of 1.4.
"""

import re

NAMESPACE = "http://zesty.ca/pfif/"
VERSIONS = ("1.1", "1.2", "1.3", "1.4")

_AUTHOR = ("author_name", "author_email", "author_phone")
_SOURCE = ("source_name", "source_date", "source_url")
_HOME = ("home_street", "home_neighborhood", "home_city", "home_state")

PERSON = {
    "1.1": ("person_record_id", "entry_date", *_AUTHOR, *_SOURCE, "first_name", "last_name", *_HOME, "home_zip",
            "photo_url", "other"),
    "1.2": ("person_record_id", "entry_date", *_AUTHOR, *_SOURCE, "first_name", "last_name", "sex", "date_of_birth",
            "age", *_HOME, "home_postal_code", "home_country", "photo_url", "other"),
    "1.3": ("person_record_id", "entry_date", "expiry_date", *_AUTHOR, *_SOURCE, "full_name", "first_name",
            "last_name", "sex", "date_of_birth", "age", *_HOME, "home_postal_code", "home_country", "photo_url",
            "other"),
    "1.4": ("person_record_id", "entry_date", "expiry_date", *_AUTHOR, *_SOURCE, "full_name", "given_name",
            "family_name", "alternate_names", "description", "sex", "date_of_birth", "age", *_HOME,
            "home_postal_code", "home_country", "photo_url", "profile_urls"),
}  # fmt: skip
_FOUND = ("email_of_found_person", "phone_of_found_person", "last_known_location", "text")
NOTE = {
    "1.1": ("note_record_id", "entry_date", *_AUTHOR, "source_date", "found", *_FOUND),
    "1.2": ("note_record_id", "person_record_id", "linked_person_record_id", "entry_date", *_AUTHOR, "source_date",
            "found", "status", *_FOUND),
    "1.3": ("note_record_id", "person_record_id", "linked_person_record_id", "entry_date", *_AUTHOR, "source_date",
            "found", "status", *_FOUND),
    "1.4": ("note_record_id", "person_record_id", "linked_person_record_id", "entry_date", *_AUTHOR, "source_date",
            "author_made_contact", "status", *_FOUND, "photo_url"),
}  # fmt: skip
_NEEDED_PERSON = {
    "1.1": ("person_record_id", "first_name", "last_name"),
    "1.2": ("person_record_id", "first_name", "last_name"),
    "1.3": ("person_record_id", "full_name"),
    "1.4": ("person_record_id", "source_date", "full_name"),
}
_NEEDED_NOTE = ("note_record_id", "author_name", "source_date", "text")
#: What a field of an older version is called in 1.4.
NEW_NAME = {
    "first_name": "given_name",
    "last_name": "family_name",
    "home_zip": "home_postal_code",
    "other": "description",
    "found": "author_made_contact",
}
#: The only fields of a record whose time is over.
PLACEHOLDER = ("person_record_id", "entry_date", "expiry_date", "source_date")

SEXES = ("female", "male", "other")
STATUSES = ("information_sought", "is_note_author", "believed_alive", "believed_missing", "believed_dead")

_DOMAIN = r"[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?"
_INSTANT = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z"
_RECORD = re.compile(rf"{_DOMAIN}/\S.{{0,200}}")
PATTERNS = {
    "person_record_id": _RECORD,
    "note_record_id": _RECORD,
    "linked_person_record_id": _RECORD,
    "entry_date": re.compile(_INSTANT),
    "expiry_date": re.compile(_INSTANT),
    "source_date": re.compile(_INSTANT),
    "sex": re.compile("|".join(SEXES)),
    "status": re.compile("|".join(STATUSES)),
    "age": re.compile(r"\d{1,3}(?:-\d{1,3})?"),
    "date_of_birth": re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"),
    "author_made_contact": re.compile("true|false"),
    "home_country": re.compile("[A-Z]{2}"),
    "home_state": re.compile(r"[^\n]{1,100}"),
}


def fields(kind: str, version: str) -> tuple[str, ...]:
    """The fields that a record of a kind has in a version, in the order of the specification."""
    return (PERSON if kind == "person" else NOTE)[version]


def needed(kind: str, version: str) -> tuple[str, ...]:
    """The fields without which a record of a kind is none."""
    return _NEEDED_PERSON[version] if kind == "person" else _NEEDED_NOTE


def fits(field: str, text: str) -> bool:
    """True when a value may stand in a field (by its name in 1.4)."""
    pattern = PATTERNS.get(field)
    return pattern is None or bool(pattern.fullmatch(text))
