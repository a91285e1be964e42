"""Making the statutory forms out of their files."""

from pathlib import Path

from .parts import MARKS, SEES
from .reading import Row, toml
from .shapes import Field, Form, Section, Words

TYPES = frozenset(
    {"text", "longtext", "name", "date", "datetime", "number", "age", "choice", "choices", "yesno", "place", "phone",
     "table", "photo", "home"}
)  # fmt: skip
CODED = frozenset({"choice", "choices"})
#: What is said of a question that need not be answered. An order decides: nothing in it is "if known".
BLANKS = frozenset({"known", "optional", "plain"})


def forms(folder: Path) -> dict[str, tuple[Form, ...]]:
    """Every form by its number, oldest version first."""
    found: dict[str, list[Form]] = {}
    for path in sorted(folder.glob("*.toml")):
        form = _form(path)
        found.setdefault(form.no, []).append(form)
    return {no: tuple(sorted(v, key=lambda f: f.valid_from)) for no, v in found.items()}


def _form(path: Path) -> Form:
    row = toml(path)
    number, order = row.get("no", str), row.get("order", bool, False)
    made = Form(
        no=number,
        printed_no=number,
        version=row.get("version", str),
        title=row.words("title"),
        rule=row.get("rule", str),
        by=row.texts("by"),
        at_states=row.texts("at_states"),
        realm=row.get("realm", str),
        readers=row.texts("readers"),
        order=order,
        mark=row.get("mark", str, "verified", among=MARKS),
        note=row.words("note", {}),
        also=row.texts("also"),
        on=row.texts("on"),
        once=row.get("once", bool, False),
        guards=row.texts("guards"),
        by_hand=_list(row, "by_hand"),
        sections=tuple(_section(part, "optional" if order else "known") for part in row.rows("sections")),
        **row.dates(),
    )
    row.end()
    return made


def _section(row: Row, blank: str) -> Section:
    key, title, sitting = row.get("key", str), _both(row), row.get("sitting", int, 1)
    row.where = f"{row.where.split(' ')[0]} {key}"
    blank = row.get("blank", str, blank, among=BLANKS)
    text = _text(row)
    asked = row.rows("fields", []) if text else row.rows("fields")
    made = Section(key, title, tuple(_field(field, key, sitting=sitting, blank=blank) for field in asked), text)
    row.end()
    return made


def _text(row: Row) -> tuple[Words, ...]:
    """Words that the law has printed there: one text, or a list of them."""
    if isinstance(row.data.get("text"), dict):
        return (row.words("text"),)
    return _list(row, "text")


def _list(row: Row, key: str) -> tuple[Words, ...]:
    made = []
    for one in row.rows(key, []):
        made.append(_both(one))
        one.end()
    return tuple(made)


def _both(row: Row) -> Words:
    """In forms the two languages stand directly in the table, since there are so many."""
    return {"en": row.get("en", str), "hi": row.get("hi", str)}


def _hint(row: Row) -> Words | None:
    hint = {"en": row.get("hint_en", str, ""), "hi": row.get("hint_hi", str, "")}
    if bool(hint["en"]) != bool(hint["hi"]):
        raise row.wrong("hint_hi" if hint["en"] else "hint_en", "is missing")
    return hint if hint["en"] else None


def _field(row: Row, section: str, vis: str = "S", sitting: int = 1, blank: str = "known") -> Field:
    """A question; the columns of a table are as visible as the table, unless they say otherwise."""
    key = row.get("key", str)
    row.where = f"{row.where.split(' ')[0]} {key}"
    kind, vis = row.get("type", str, among=TYPES), row.get("vis", str, vis, among=SEES)
    made = Field(
        key=key,
        type=kind,
        section=section,
        label=_both(row),
        hint=_hint(row),
        required=row.get("required", bool, False),
        vis=vis,
        codes=row.get("codes", str, None),
        min=row.get("min", (int, float), None),
        max=row.get("max", (int, float), None),
        future=row.get("future", bool, False),
        not_before=row.get("not_before", str, None),
        within=row.get("within", str, None),
        prefill=row.get("prefill", str, None),
        sitting=row.get("sitting", int, sitting),
        blank=row.get("blank", str, blank, among=BLANKS),
        columns=tuple(_field(column, section, vis) for column in row.rows("columns", [])),
    )
    _whole(made, row)
    row.end()
    return made


def _whole(field: Field, row: Row) -> None:
    """A choice has its list, a table its columns; nothing else has them."""
    if (field.type in CODED) != bool(field.codes):
        raise row.wrong("codes", f"and the type {field.type} do not go together")
    if (field.type == "table") != bool(field.columns):
        raise row.wrong("columns", f"and the type {field.type} do not go together")
    if (field.not_before or field.within) and field.type != "date":
        raise row.wrong("type", "must be date where a day has limits")
    if field.min is not None and field.max is not None and field.min > field.max:
        raise row.wrong("min", "is more than max")
