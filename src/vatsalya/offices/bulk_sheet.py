"""Reading a spreadsheet of appointments that somebody sent: it may be wrong, and it may be hostile."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.text import clean

#: column -> what it may be called in the first row (small letters)
COLUMNS = {
    "role": ("role", "भूमिका", "पद"),
    "office": ("office", "office code", "कार्यालय", "कार्यालय कोड"),
    "full_name": ("name", "full name", "नाम", "पूरा नाम"),
    "phone": ("mobile", "mobile number", "phone", "मोबाइल", "मोबाइल नंबर"),
    "order_no": ("order", "order number", "order no", "आदेश", "आदेश संख्या"),
    "from_on": ("from", "आरंभ", "से"),
    "to_on": ("until", "to", "समाप्ति", "तक"),
    "language": ("language", "भाषा"),
}
NEEDED = ("role", "office", "full_name", "order_no", "from_on")
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 5_000, 24, 300
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5_000_000, 16_000_000, 200
#: How a formula begins, for this program or for the one in which the sheet is opened next.
FORMULA, PHONE = ("=", "+", "-", "@"), re.compile(r"\+\d[\d -]*")
#: What reading a damaged file ends in.
BROKEN = (ValueError, KeyError, TypeError, AttributeError, SyntaxError, EOFError, zipfile.BadZipFile, zlib.error)
Row = tuple[int, dict[str, Any]]


def read(name: str, content: bytes) -> list[Row]:
    """The rows as (row number, cells by column); raises Refused with what is wrong with the file."""
    if len(content) > MOST_BYTES:
        raise Refused(Refusal("bulk.too_big"))
    lines = _of_xlsx(content) if content[:4] == b"PK\x03\x04" else _of_csv(name, content)
    try:
        return _rows(lines)
    except (*BROKEN, csv.Error) as bad:
        raise Refused(Refusal("bulk.not_a_sheet")) from bad


def _of_xlsx(content: bytes) -> Iterator[tuple]:
    """The lines of the first sheet; its real size is looked at before anything is unpacked."""
    try:
        _refuse_evil(zipfile.ZipFile(io.BytesIO(content)))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
    except (*BROKEN, InvalidFileException, IndexError, NotImplementedError, RuntimeError) as bad:
        raise Refused(Refusal("bulk.not_a_sheet")) from bad
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    return sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True)


def _refuse_evil(packed: zipfile.ZipFile) -> None:
    """Refuse a bomb by its declared size (no part unpacks to more), a macro, and declarations of entities.

    The library reads the cells with a parser that follows entities; a spreadsheet program never writes any.
    """
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(Refusal("bulk.too_big"))
    for part in parts:
        text = packed.read(part) if part.filename.lower().endswith((".xml", ".rels")) else b""
        if part.filename.lower().endswith("vbaproject.bin") or b"<!DOCTYPE" in text or b"\x00" in text:
            raise Refused(Refusal("bulk.not_a_sheet"))


def _of_csv(name: str, content: bytes) -> Iterator[tuple]:
    if not name.lower().endswith((".csv", ".txt")) or b"\x00" in content:
        raise Refused(Refusal("bulk.not_a_sheet"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        raise Refused(Refusal("bulk.not_a_sheet")) from bad
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return (tuple(line[:MOST_COLUMNS]) for line in csv.reader(io.StringIO(text), delimiter=mark))


def _rows(lines: Iterator[tuple]) -> list[Row]:
    columns = _columns(next(lines, ()))
    found: list[Row] = []
    formulas: list[int] = []
    for number, line in enumerate(lines, 2):
        if all(_is_empty(cell) for cell in line):
            continue
        if len(found) >= MOST_ROWS:
            raise Refused(Refusal("bulk.too_many"))
        cells = {column: line[place] if place < len(line) else None for column, place in columns.items()}
        if any(_is_formula(column, cell) for column, cell in cells.items()):
            formulas.append(number)
        found.append((number, {column: _plain(cell) for column, cell in cells.items()}))
    if formulas:
        raise Refused(*(Refusal("bulk.formula", row=row) for row in formulas[:10]))
    return found


def _columns(header: tuple) -> dict[str, int]:
    """Where each column stands; raises Refused with those that are missing."""
    called = [clean(str(cell or "")).lower().rstrip(" *") for cell in header]
    places = {}
    for column, names in COLUMNS.items():
        for name in (column, *names):
            if name in called:
                places[column] = called.index(name)
                break
    missing = [COLUMNS[column][0] for column in NEEDED if column not in places]
    if missing:
        raise Refused(Refusal("bulk.columns", missing=", ".join(missing)))
    return places


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_formula(column: str, cell: Any) -> bool:
    if not isinstance(cell, str) or not cell.lstrip().startswith(FORMULA):
        return False
    return not (column == "phone" and PHONE.fullmatch(cell.strip()))


def _plain(cell: Any) -> Any:
    """A cell as text, whole number or day; what is neither becomes text and is refused by its column."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))[:MOST_CHARACTERS] if cell is not None else ""


def day(text: str) -> date | None:
    """A day as people write it in India (31-12-2026, 31/12/2026, 31.12.2026) or as 2026-12-31."""
    parts = [part for part in re.split(r"[-/.]", text.strip()) if part.isdecimal()]
    if len(parts) != 3:
        return None
    numbers = [int(part) for part in parts]
    year, month, dom = numbers if len(parts[0]) == 4 else reversed(numbers)
    try:
        return date(year, month, dom) if 1990 <= year <= 2100 else None
    except ValueError:
        return None
