"""Answers to every question of any form, typed as signing keeps them and as a browser sends them."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import QueryDict

from tests.country_of_tests import district
from vatsalya.law.load import law
from vatsalya.law.shapes import Field, Form
from vatsalya.papers import pdf

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
HOMES = [("7", "बाल गृह, नासिक")]
WORDS = {
    "hi": "बच्चा इगतपुरी स्टेशन पर अकेला मिला; वह मगही बोलता है।",
    "en": "The boy was found alone at Igatpuri station; he speaks Magahi.",
}
#: One name in thirteen scripts, with conjuncts, vowel signs and right-to-left.
SCRIPTS = (
    "अंकित कुमार क्षत्रिय",
    "Ankit Kumār",
    "অঙ্কিত কুমার",
    "அங்கித் குமார்",
    "అంకిత్ కుమార్",
    "ಅಂಕಿತ್ ಕುಮಾರ್",
    "അങ്കിത് കുമാർ",
    "અંકિત કુમાર",
    "ਅੰਕਿਤ ਕੁਮਾਰ",
    "ଅଙ୍କିତ କୁମାର",
    "انکت کمار",
    "ᱟᱝᱠᱤᱛ",
    "ꯑꯉ꯭ꯀꯤꯠ",
)
#: Forty names that break careless programs.
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><b>x</b>',
    "' onmouseover='x",
    "&lt;b&gt; &amp;",
    "{{ form.law_form }}",
    "{% csrf_token %}",
    "${7*7}",
    "%(name)s",
    "{0}",
    "Robert'); DROP TABLE papers;--",
    "x' OR '1'='1",
    '#import "frame.typ"',
    '#eval("1")',
    "$x^2$",
    "*bold* _it_ `code`",
    "= Heading",
    "@ref <label>",
    "\\ \\n \\u{41}",
    "// not a comment",
    "/* nor this */",
    "#[x]",
    "~ -- --- ...",
    "null",
    "undefined",
    "NaN",
    "true",
    "0",
    "-1",
    "None",
    "O'Brien-D’Souza",
    "सुश्री क्‍ष ज्ञ",
    "നന്ദന്‍",
    "ক্‌ষ",
    "محمد‌علی",
    "Ångström Žižek",
    "José\u0301",
    "李小龍",
    "👧🏽 आशा",
    "a" * 120,
)


def value(field: Field, lang: str, place: int = 0) -> Any:
    """An answer to a question, as signing keeps it."""
    codes = list(law().codes(field.codes)) if field.codes else []
    nashik = district("Nashik")
    fixed: dict[str, Any] = {
        "text": WORDS[lang][:60],
        "longtext": f"{WORDS[lang]}\n{WORDS[lang]}",
        "name": SCRIPTS[place % len(SCRIPTS)],
        "date": "2026-11-20",
        "datetime": "2026-11-20T09:30:00+05:30",
        "number": min(max(field.min or 0, 90.0), field.max or 90.0),
        "age": {"value": 9.0, "basis": "told"},
        "yesno": "yes",
        "phone": "+91 00000 12345",
        "home": "7",
        "place": {"state": nashik.state_id, "district": nashik.code},
    }
    if field.type == "choice":
        return codes[place % len(codes)]
    if field.type == "choices":
        return codes[:3]
    if field.type == "table":
        return [{c.key: value(c, lang, row) for c in field.columns} for row in range(2)]
    return fixed[field.type]


def answers(form: Form, lang: str) -> dict[str, Any]:
    """Every question of a form answered."""
    asked = [f for f in form.fields if f.type != "photo" and f.key != "birth_date"]
    return {f.key: value(f, lang, place) for place, f in enumerate(asked)}


def posted(form: Form, kept: dict[str, Any]) -> QueryDict:
    """Answers as a browser sends them."""
    data = QueryDict(mutable=True)
    data["form_version"] = form.version
    for field in form.fields:
        if field.key in kept:
            _post(data, field, field.key, kept[field.key])
    return data


def _post(data: QueryDict, field: Field, name: str, kept: Any) -> None:
    if field.type == "table":
        data[f"{name}-rows"] = str(len(kept))
        for row, cells in enumerate(kept):
            for column in field.columns:
                _post(data, column, f"{name}-{row}-{column.key}", cells[column.key])
    elif field.type == "datetime":
        moment = datetime.fromisoformat(kept)
        data[f"{name}_0"], data[f"{name}_1"] = moment.strftime("%d-%m-%Y"), moment.strftime("%H:%M")
    elif field.type == "age":
        data[name], data[f"{name}_basis"] = str(kept["value"]), kept["basis"]
    elif field.type == "place":
        data[name] = str(kept["district"])
    else:
        data.setlist(name, [str(v) for v in kept] if isinstance(kept, list) else [str(kept)])


def meta(form: Form, *, draft: bool = False, **more: Any) -> pdf.Meta:
    """What stands around the answers."""
    serial = "" if draft else f"F{form.no.upper()}-MH-NASH-26-00417-8"
    members = [{"name": "श्रीमती वैशाली कुलकर्णी", "role": "cwc_chair"}, {"name": "Meher Irani", "role": "cwc_member"}]
    facts: dict[str, Any] = {
        "serial": serial,
        "case_number": "CW-NASH-26-00012-3",
        "child_number": "C-26-00004471-0",
        "office": "Child Welfare Committee, Nashik",
        "signer": "राजेश सोनवणे",
        "signer_role": "pic",
        "signed_at": None if draft else AT,
        "printed_at": AT,
        "members": members if form.order else [],
        "verify_url": "" if draft else f"https://vatsalya.example/verify/{serial}/",
    }
    return pdf.Meta(**facts | more)
