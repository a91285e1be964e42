"""Examples in the OpenAPI document; invented, with telephone numbers that nobody has."""

from typing import Any

REPORT: dict[str, Any] = {
    "answers": {
        "name": "अंकित कुमार",
        "sex": "boy",
        "age": {"value": 9, "basis": "told"},
        "last_seen_at": "2026-11-12T09:30:00+05:30",
        "last_seen_place": {"state": 10, "district": 196},
        "reporter_name": "सुनीता देवी",
        "reporter_relation": "mother",
        "reporter_phone": "0000012345",
    }
}
FOUND: dict[str, Any] = {
    "answers": {
        "name": "Ankeet",
        "sex": "boy",
        "age": {"value": 10, "basis": "apparent"},
        "languages": ["mag"],
        "marks": [{"kind": "scar", "part": "wrist", "side": "left"}],
        "found_at": "2026-11-23T18:40:00+05:30",
        "found_place": {"state": 27, "district": 487},
        "charge_at": "2026-11-23T19:10:00+05:30",
        "journey_minutes": 90,
        "received_at": "2026-11-23T21:40:00+05:30",
        "producer_kind": "railway_police",
        "home_says": "Gaya",
    },
    "railway": {"category": "left_behind", "station": "Igatpuri", "platform": "2", "train_no": "12168"},
}
_OFFICE = {"office_no": 101700100, "en": "Police station, Gaya", "hi": "थाना, गया", "phone": "0000054321"}
LIKELY: dict[str, Any] = {
    "type": "urn:vatsalya:problem:duplicate.likely",
    "title": "A child like this stands in the register already.",
    "status": 409,
    "code": "duplicate.likely",
    "detail": {"en": "A child like this stands in the register already.", "hi": "ऐसा बच्चा रजिस्टर में पहले से है।"},
    "errors": [],
    "duplicates": [
        {"office": _OFFICE, "why": "alike", "agrees": [{"en": "The name", "hi": "नाम"}], "number": ""},
    ],
}
FOUND_OUT: dict[str, Any] = {
    "id": "0192a3b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b",
    "file": "0192a3b4-5c6d-7e8f-9a0b-1c2d3e4f5a6c",
    "number": "MH-NASH-26-00042-7",
    "category": "left_behind",
    "station": "Igatpuri",
    "platform": "2",
    "train_no": "12168",
    "coach": "",
    "found_at": "2026-11-23T13:10:00Z",
    "produce_by": "2026-11-24T15:10:00Z",
    "produced_at": None,
    "handed_to": "",
    "handed_at": None,
    "written_at": "2026-11-23T16:15:00Z",
    "link": "https://vatsalya.example.in/desk/railway/0192a3b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b/",
    "possible": 1,
    "ask": [_OFFICE],
}
