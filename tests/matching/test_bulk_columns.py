"""A row of an outside set is read generously, and what is wrong with it is said exactly."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from vatsalya.matching import geo
from vatsalya.matching.bulk.columns import BadRow, headings, read


def row(**more: Any) -> dict[str, Any]:
    """A row that is in order."""
    return {"id": "A1", "kind": "missing", "name": "Ankit", "report_date": "2026-06-01", **more}


SEXES = {
    "boy": ["Male", "m", "लड़का"],
    "girl": ["F.", "बालिका", "GIRL"],
    "transgender": ["Third Gender", "T"],
    None: ["", "NA", "unknown", None, float("nan")],
}


@pytest.mark.parametrize(("given", "sex"), [(one, sex) for sex, many in SEXES.items() for one in many])
def test_sex_is_understood_in_many_spellings(given: Any, sex: str | None) -> None:
    found = read(row(sex=given))
    assert found.record.sex == sex and found.notes == []


def test_a_sex_that_nobody_understands_is_left_out_and_said() -> None:
    found = read(row(sex="zzz"))
    assert found.record.sex is None and found.notes == ["sex: 'zzz' is not understood and left out"]


@pytest.mark.parametrize(
    "given",
    ["2026-06-01", "01-06-2026", "1/6/2026", "01.06.2026", "1 Jun 2026", "1-June-26", "20260601", "२०२६-०६-०१",
     "2026-06-01T10:30:00+05:30", "2026-06-01 00:00:00", date(2026, 6, 1), datetime(2026, 6, 1, 9, tzinfo=UTC)],
)  # fmt: skip
def test_dates_are_iso_or_day_before_month(given: Any) -> None:
    assert read(row(report_date=given)).record.event_on == date(2026, 6, 1)


def test_the_day_of_the_loss_counts_before_the_day_of_the_report() -> None:
    assert read(row(event_date="2026-05-30")).record.event_on == date(2026, 5, 30)


@pytest.mark.parametrize(
    ("given", "age"),
    [("9", 9), (9.0, 9), ("९ वर्ष", 9), ("8-10", 9), ("8 to 10 years", 9), ("6 months", 0.5), ("9.5", 9.5), ("", None)],
)
def test_ages_are_understood(given: Any, age: float | None) -> None:
    assert read(row(age=given)).record.age_value == age


@pytest.mark.parametrize(
    ("given", "tall"), [("120", 120), ("4 ft 2 in", 127), ("1.2 m", 120), ("4'2\"", 127), (9000, None)]
)
def test_heights_are_understood(given: Any, tall: float | None) -> None:
    assert read(row(height=given)).record.height_cm == tall


MARK = ("scar", "wrist", "left", "")


@pytest.mark.parametrize(
    ("given", "marks"),
    [
        ("scar on left wrist", [MARK]),
        ("Scar left wrist; mole on the chin", [MARK, ("mole", "chin", "", "")]),
        ("cut mark on left wrist and a mole on chin", [MARK, ("mole", "chin", "", "")]),
        ('[{"kind": "scar", "part": "wrist", "side": "left"}]', [MARK]),
        ('{"kind": "scar", "part": "wrist", "side": "left"}', [MARK]),
        ('[["scar", "wrist", "left"]]', [MARK]),
        ([{"kind": "scar", "part": "wrist", "side": "left", "text": None}], [MARK]),
        ([["scar", "wrist", "left", ""]], [MARK]),
        ("tattoo of MAA on right forearm", [("tattoo", "forearm", "right", "maa")]),
        ("माथे पर तिल", [("mole", "forehead", "", "")]),
        ("[broken json", [("other", "", "", "")]),
        ("NA", []),
        (None, []),
    ],
)
def test_marks_are_read_as_text_json_or_lists(given: Any, marks: list[tuple[str, ...]]) -> None:
    assert read(row(marks=given)).record.marks == marks


@pytest.mark.parametrize(
    "given", ["hi; mag", "Hindi, Magahi", '["hi", "mag"]', ["Hindi", "Magahi"], "हिंदी; मगही", "hindi/magahi"]
)
def test_languages_are_codes_or_names(given: Any) -> None:
    assert read(row(languages=given)).record.languages == ["hi", "mag"]


@pytest.mark.parametrize(
    ("given", "code"), [("deaf", "hearing"), ("cannot speak", "speech"), ("none", "none"), ("No", "none"), ("", None)]
)
def test_disabilities_become_codes(given: str, code: str | None) -> None:
    assert read(row(disability=given)).record.disability == code


@pytest.mark.parametrize("given", ["196", 196, 196.0, "0196", "Gaya", "गया"])
def test_a_district_is_its_code_or_its_name(given: Any) -> None:
    record = read(row(event_district=given)).record
    assert (record.district_code, record.state_code) == ("196", "10")


def test_a_district_that_is_none_is_left_out_and_said() -> None:
    found = read(row(home_district=99999))
    assert found.record.home_district is None and "home_district" in found.notes[0]


def test_unknown_names_are_silence_and_other_names_are_names() -> None:
    record = read(row(name="अज्ञात", called="Golu", alias="गोलू; Raju", father="not known")).record
    assert record.names == ["Golu", "गोलू", "Raju"] and record.father is None


@pytest.mark.parametrize(
    ("more", "column"),
    [({"id": ""}, "id"), ({"id": "x" * 300}, "id"), ({"kind": "banana"}, "kind"), ({"kind": ""}, "kind"),
     ({"report_date": ""}, "report_date"), ({"report_date": "31-02-2026"}, "report_date"),
     ({"report_date": "yesterday"}, "report_date"), ({"report_date": "0001-01-01"}, "report_date")],
)  # fmt: skip
def test_a_row_that_cannot_be_used_says_which_column(more: dict[str, Any], column: str) -> None:
    with pytest.raises(BadRow) as caught:
        read(row(**more))
    assert caught.value.column == column


HOSTILE = [
    "\0" * 50,
    "😀" * 400,
    "\ud800",
    "[" * 5000,
    "{" * 5000,
    "' OR 1=1 --",
    "\u202eabc\u200d",
    "9" * 400,
    b"\xff\xfe",
    [[[]]],
    {"a": {}},
    -1,
    1e308,
    True,
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_never_do_more_than_refuse_the_row(value: Any) -> None:
    for column in read.__globals__["COLUMNS"]:
        try:
            record = read(row(**{column: value})).record
        except BadRow:
            continue
        assert all(len(name) <= 120 for name in record.names) and len(record.marks) <= 8


def test_headings_may_be_written_otherwise_but_an_id_and_a_date_must_be_there() -> None:
    assert headings(["Record ID", "Child Name", "Gender", "Report_Date"])["sex"] == "Gender"
    with pytest.raises(BadRow, match="no column of ids"):
        headings(["name", "report_date"])
    with pytest.raises(BadRow, match="neither report_date"):
        headings(["id", "name"])


@pytest.mark.parametrize(
    ("given", "code"),
    [("Bihar", "10"), ("बिहार", "10"), ("BIHAR ", "10"), ("BR", "10"), ("10", "10"), ("०१०", "10"), (10.0, "10"),
     ("State of Bihar", "10"), ("U.P.", "9"), ("Uttar Pradesh", "9"), ("J&K", "1"), ("Jammu and Kashmir", "1"),
     ("जम्मू एवं कश्मीर", "1"), ("Orissa", "21"), ("Odisha", "21"), ("NCT of Delhi", "7"), ("TG", "36"),
     ("Pondicherry", "34"), ("", None),
     ("Andaman & Nicobar Islands", "35"), ("Dadra and Nagar Haveli and Daman and Diu", "38"), ("तमिलनाडु", "33")],
)  # fmt: skip
def test_a_state_is_understood_by_code_by_name_and_by_letters(given: Any, code: str | None) -> None:
    found = read(row(event_state=given))
    assert (found.record.state_code, found.notes) == (code, [])


def test_every_state_of_the_directory_is_understood_in_both_languages_and_by_its_letters() -> None:
    for code, said in geo.states().items():
        assert [read(row(event_state=one)).record.state_code for one in said] == [code] * 3


@pytest.mark.parametrize("given", ["Narnia", "99", "B"])
def test_a_state_that_is_none_is_left_out_and_said(given: str) -> None:
    found = read(row(event_state=given))
    assert found.record.state_code is None
    assert found.notes == [f"event_state: {given!r} is no State's LGD code, name or letters and left out"]


def test_the_name_of_the_state_parts_two_districts_of_one_name() -> None:
    for state, code in (("Bihar", "10"), ("Maharashtra", "27")):
        found = read(row(event_state=state, event_district="Aurangabad"))
        assert found.record.state_code == code and found.record.district_code and not found.notes


def test_a_day_years_ahead_is_refused_and_one_a_little_ahead_is_told() -> None:
    today = date(2026, 11, 25)
    for column in ("report_date", "event_date"):
        with pytest.raises(BadRow) as no:
            read(row(**{column: "2036-01-01"}), today=today)
        assert (no.value.column, no.value.why) == (column, "2036-01-01 lies in the future")
    assert read(row(report_date="2026-12-24"), today=today).notes == [
        "report_date: 2026-12-24 has not come yet; used as it stands"
    ]
    assert read(row(report_date="2026-11-26"), today=today).notes == []
