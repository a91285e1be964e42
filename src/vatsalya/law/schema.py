"""A form as JSON Schema: what a machine must send for it to be accepted."""

from typing import Any

from .load import Law
from .shapes import Field, Form

_PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": 300},
    "name": {"type": "string", "maxLength": 120},
    "longtext": {"type": "string", "maxLength": 6000},
    "phone": {"type": "string", "maxLength": 24},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "number": {"type": "number"},
    "yesno": {"enum": ["yes", "no"]},
    "home": {"type": "string"},
    "photo": {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/jpeg"},
    "place": {
        "type": "object",
        "required": ["state", "district"],
        "properties": {"state": {"type": "integer"}, "district": {"type": "integer"}},
    },
}


def json_schema(form: Form, law: Law, lang: str) -> dict[str, Any]:
    """The schema of a form's answers, with titles in one language."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:vatsalya:form:{form.no}:{form.version}",
        "title": form.title[lang],
        "description": form.rule,
        "type": "object",
        "additionalProperties": False,
        **_printed(form, lang),
        "required": [field.key for field in form.fields if field.required],
        "properties": {field.key: _field(field, law, lang) for field in form.fields},
    }


def _printed(form: Form, lang: str) -> dict[str, Any]:
    """What the law has printed on the form, and that its layout is not certain yet."""
    texts = {section.key: [one[lang] for one in section.text] for section in form.sections if section.text}
    return ({"x-text": texts} if texts else {}) | ({"x-mark": form.mark} if form.to_confirm else {})


def _field(field: Field, law: Law, lang: str) -> dict[str, Any]:
    return {**_kind(field, law, lang), "title": field.label[lang], "x-visibility": field.vis}


def _kind(field: Field, law: Law, lang: str) -> dict[str, Any]:
    if field.type == "choice":
        return {"enum": list(law.codes(field.codes or ""))}
    if field.type == "choices":
        return {"type": "array", "uniqueItems": True, "items": {"enum": list(law.codes(field.codes or ""))}}
    if field.type == "age":
        basis = {"enum": list(law.codes("age_basis"))}
        return {
            "type": "object",
            "required": ["value"],
            "properties": {
                "value": {"type": "number", "minimum": field.min or 0, "maximum": field.max or 18},
                "basis": basis,
            },
        }
    if field.type == "table":
        cells = {column.key: _field(column, law, lang) for column in field.columns}
        rows = {"type": "object", "additionalProperties": False, "properties": cells}
        return {"type": "array", "maxItems": 30, "items": rows}
    limits = {"minimum": field.min, "maximum": field.max} if field.type == "number" else {}
    return {**_PLAIN[field.type], **{key: value for key, value in limits.items() if value is not None}}
