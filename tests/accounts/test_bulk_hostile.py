"""Spreadsheets that are wrong, or meant to do harm: a plain answer, and nothing is kept of them."""

import io
import zipfile

import pytest

from tests.accounts.test_bulk import HEADER, dry, person, sheet
from tests.conftest import AT
from vatsalya.lib.errors import Refused
from vatsalya.offices import bulk, bulk_sheet
from vatsalya.offices.models import BulkJob


def refused(name, content):
    with pytest.raises(Refused) as no:
        bulk_sheet.read(name, content)
    return no.value.refusals


def repacked(change, rows=None):
    """A good .xlsx, one part of which is changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(rows or [person()]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return out.getvalue()


FORMULAS = ["=1+1", '=HYPERLINK("http://evil.example")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", " =1"]


def swollen():
    """A small .xlsx that unpacks to twenty million bytes."""
    return repacked(lambda name, data: data + b" " * 20_000_000 if name.endswith("sheet1.xml") else data)


@pytest.mark.parametrize("cell", FORMULAS)
@pytest.mark.parametrize("place", ["name", "order", "office"])
def test_a_cell_that_begins_like_a_formula_is_refused_with_its_row(land, cell, place):
    with pytest.raises(Refused) as no:
        dry(land, [person(1), person(2, **{place: cell})])
    assert [(r.code, r.facts) for r in no.value.refusals] == [("bulk.formula", {"row": 3})]
    assert not BulkJob.objects.exists()


def test_a_formula_in_a_csv_is_refused_too():
    text = "role,office,name,order,from\ncwc_member,x,=cmd|'/C calc'!A0,1,01-12-2026\n"
    assert refused("people.csv", text.encode())[0].code == "bulk.formula"


def test_a_plus_before_a_mobile_number_is_no_formula_but_before_anything_else_it_is():
    assert bulk_sheet.read("x.xlsx", sheet([person(mobile="+91 98765 43210")]))
    assert refused("x.xlsx", sheet([person(mobile="+91+cmd")]))[0].code == "bulk.formula"


def test_missing_columns_are_named():
    no = refused("x.xlsx", sheet([["a", "b"]], header=["role", "Name *"]))[0]
    assert (no.code, no.facts) == ("bulk.columns", {"missing": "office, order, from"})


def test_an_empty_file_lacks_all_columns():
    assert refused("x.csv", b"")[0].code == "bulk.columns"


def test_a_bomb_is_not_unpacked():
    assert len(swollen()) < 100_000
    assert refused("x.xlsx", swollen())[0].code == "bulk.too_big"


def test_a_bomb_that_lies_about_its_size_is_cut_off():
    content = swollen()
    part = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/sheet1.xml")
    real = part.file_size.to_bytes(4, "little")
    assert content.count(real) == 2
    lying = content.replace(real, (900).to_bytes(4, "little"))
    assert refused("x.xlsx", lying)[0].code == "bulk.not_a_sheet"


def test_a_thousand_parts_are_not_looked_at():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for number in range(1000):
            new.writestr(f"xl/{number}.xml", "x")
    assert refused("x.xlsx", out.getvalue())[0].code == "bulk.too_big"


LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))


@pytest.mark.parametrize(
    "declared",
    [f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]>', '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_neither_multiply_nor_fetch_a_file_of_this_server(declared, encoding):
    def poisoned(name, data):
        if not name.endswith("sheet1.xml"):
            return data
        body = data.decode().partition("?>")[2] if data.startswith(b"<?xml") else data.decode()
        text = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{body.replace("Member A", "&i;")}'
        assert "&i;" in text
        return text.encode(encoding)

    assert refused("x.xlsx", repacked(poisoned))[0].code == "bulk.not_a_sheet"


def test_a_sheet_with_a_macro_is_refused():
    out = io.BytesIO(sheet([person()]))
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("xl/vbaProject.bin", b"x")
    assert refused("x.xlsm", out.getvalue())[0].code == "bulk.not_a_sheet"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xlsx", b"PK\x03\x04 but no more"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("x.pdf", b"%PDF-1.7"),
        ("x.csv", b"role,name\x00"),
        ("x.csv", "भूमिका,नाम".encode("utf-16")),
        ("x.csv", b"\xff\xfe\xfa"),
        ("photo.jpg", b"\xff\xd8\xff\xe0"),
    ],
)
def test_what_is_no_spreadsheet_is_called_so(name, content):
    assert refused(name, content)[0].code == "bulk.not_a_sheet"


def test_a_zip_of_something_else_is_no_spreadsheet():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("hello.txt", "x")
    assert refused("x.xlsx", out.getvalue())[0].code == "bulk.not_a_sheet"


def test_a_file_of_more_than_five_megabytes_is_not_read():
    assert refused("x.csv", b"a" * 5_000_001)[0].code == "bulk.too_big"


def test_more_than_five_thousand_rows_are_refused_and_five_thousand_are_not():
    row = ",".join(["cwc_member", "x", "Anjali", "1/2026", "01-12-2026"])
    text = "role,office,name,order,from\n"
    assert len(bulk_sheet.read("x.csv", (text + f"{row}\n" * 5000).encode())) == 5000
    assert refused("x.csv", (text + f"{row}\n" * 5001).encode())[0].code == "bulk.too_many"


def test_a_row_at_the_end_of_the_world_costs_nothing():
    far = repacked(lambda name, data: data.replace(b'r="2"', b'r="1048576"') if name.endswith("sheet1.xml") else data)
    assert bulk_sheet.read("x.xlsx", far) == []


def test_empty_rows_are_passed_over_and_numbers_stay_true():
    rows = bulk_sheet.read("x.xlsx", sheet([person(1), [None] * len(HEADER), ["", " "], person(2)]))
    assert [number for number, _ in rows] == [2, 5]


def test_control_characters_and_endless_texts_do_not_survive():
    cells = bulk_sheet.read("x.csv", "role,office,name,order,from\nx,y,\u202eevil\u200b\x07,1,2\n".encode())[0][1]
    assert cells["full_name"] == "evil"
    long = bulk_sheet.read("x.csv", ("role,office,name,order,from\nx,y," + "a" * 5000 + ",1,2\n").encode())[0][1]
    assert len(long["full_name"]) == bulk_sheet.MOST_CHARACTERS


def test_a_hostile_name_is_appointed_as_it_is_and_shown_as_text(land):
    job = dry(land, [person(name="<script>alert(1)</script>")])
    assert bulk.run(actor=land.actor("nashik.scps"), job_id=job.pk, at=AT) == 0
    assert job.rows.get().posting.account.full_name == "<script>alert(1)</script>"
