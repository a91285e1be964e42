"""The offices of the country and who might sit in them: every level, every district, nobody real.

Numbers follow the tree: a State is a block, a district a block inside it, a home lies inside its campus, so that
everything below an office lies between its `no` and its `hi`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from .geography import geography, rows
from .names import LANGUAGES, LATIN, names
from .parameters import parameters

STATE_BLOCK, DISTRICT_BLOCK, STEP = 10_000_000, 100_000, 100
LAST = 2_000_000_000
BOTH_SEXES = "boy,girl,transgender"
TITLES = {
    "dcpu": ("District Child Protection Unit, {en}", "जिला बाल संरक्षण इकाई, {hi}"),
    "cwc": ("Child Welfare Committee, {en}", "बाल कल्याण समिति, {hi}"),
    "jjb": ("Juvenile Justice Board, {en}", "किशोर न्याय बोर्ड, {hi}"),
    "sjpu": ("Special Juvenile Police Unit, {en}", "विशेष किशोर पुलिस इकाई, {hi}"),
    "nodal": ("Nodal Officer for Missing Children, {en}", "लापता बच्चों के नोडल अधिकारी, {hi}"),
    "dm": ("District Magistrate, {en}", "जिला मजिस्ट्रेट, {hi}"),
    "chl": ("Child Helpline 1098, {en}", "चाइल्ड हेल्पलाइन 1098, {hi}"),
    "ahtu": ("Anti Human Trafficking Unit, {en}", "मानव तस्करी रोधी इकाई, {hi}"),
    "saa": ("Specialised Adoption Agency, {en}", "विशिष्ट दत्तक ग्रहण एजेंसी, {hi}"),
    "ngo": ("Namuna Child Trust, {en}", "नमूना बाल न्यास, {hi}"),
    "scps": ("State Child Protection Society, {en}", "राज्य बाल संरक्षण समिति, {hi}"),
    "sara": ("State Adoption Resource Agency, {en}", "राज्य दत्तक ग्रहण संसाधन एजेंसी, {hi}"),
    "state_nodal": ("State Nodal Officer for Missing Children, {en}", "लापता बच्चों के राज्य नोडल अधिकारी, {hi}"),
    "control_room": ("Child Helpline Control Room, {en}", "चाइल्ड हेल्पलाइन नियंत्रण कक्ष, {hi}"),
    "ps": ("PS {title_en} {en}", "थाना {title_hi} {hi}"),
    "rail_post": ("Railway police post, {title_en}", "रेलवे पुलिस चौकी, {title_hi}"),
    "ccl_home": ("{title_en}, {en}", "{title_hi}, {hi}"),
    "campus": ("Homes campus {title_en}, {en}", "गृह परिसर {title_hi}, {hi}"),
}
Home = tuple[str, int, int, str, str]  # sexes, youngest, oldest, English, Hindi
HOMES: tuple[Home, ...] = (
    ("boy", 6, 18, "Children's Home for Boys, {en}", "बाल गृह (बालक), {hi}"),
    ("girl", 6, 18, "Children's Home for Girls, {en}", "बाल गृह (बालिका), {hi}"),
    (BOTH_SEXES, 0, 12, "Children's Home for Small Children, {en}", "बाल गृह (छोटे बच्चे), {hi}"),
)
#: Homes of the Board: code, category, sexes, ages, titles; the first two in every district.
BOARDS_HOMES = (
    ("-OB", "observation_home", "boy,transgender", 7, 18, "Observation Home for Boys", "संप्रेक्षण गृह (बालक)"),
    ("-OG", "observation_home", "girl,transgender", 7, 18, "Observation Home for Girls", "संप्रेक्षण गृह (बालिका)"),
    ("-SH", "special_home", BOTH_SEXES, 7, 18, "Special Home", "विशेष गृह"),
    ("-PS", "place_of_safety", BOTH_SEXES, 16, 23, "Place of Safety", "सुरक्षित स्थान"),
)
ALWAYS = ("cwc", "jjb", "sjpu", "nodal", "dm", "chl", "ahtu")
# The account of each kind is made by the office above it; police stations hang under the juvenile unit.
PARENT = {"ps": "sjpu", "home": "campus"}


@dataclass
class District:
    """A district while its offices are being made."""

    code: int
    state: int
    base: int
    place: dict[str, Any]
    prefix: str
    lat: float | None
    lon: float | None
    taken: int = 0
    made: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, code: str = "", *, title: tuple[str, str] = ("", ""), **more: Any) -> dict[str, Any]:
        """One more office of the district, at the next number."""
        first = kind == "dcpu"
        self.taken += 0 if first else 1
        no = self.base + self.taken * STEP
        words = self.place | {"title_en": title[0], "title_hi": title[1]}
        office = {
            "kind": kind,
            "code": f"{self.prefix}{code}",
            "no": no,
            "hi": self.base + DISTRICT_BLOCK - 1 if first else no,
            "name_en": TITLES[kind][0].format(**words),
            "name_hi": TITLES[kind][1].format(**words),
            "parent": ("scps", self.prefix.split("-")[0]) if first else (PARENT.get(kind, "dcpu"), self.prefix),
        }
        self.made.append(self._placed(office | more))
        return self.made[-1]

    def _placed(self, office: dict[str, Any]) -> dict[str, Any]:
        return office | {
            "state_code": self.state,
            "district_code": self.code,
            "phone": phone(office["no"]),
            "lat": self.lat,
            "lon": self.lon,
            "valid_from": parameters()["offices"]["valid_from"],
        }

    def add_home(self, campus: dict[str, Any], at: int, what: Home, strength: int, ordinal: str) -> None:
        """A unit of a campus: one registration, one kind of child, one strength (s.41)."""
        sexes, low, high, english, hindi = what
        no = campus["no"] + at + 1
        campus["hi"] = no
        code = f"{campus['code']}{'ABC'[at]}"
        home = {
            "kind": "home",
            "code": code,
            "no": no,
            "hi": no,
            "name_en": english.format(**self.place) + ordinal,
            "name_hi": hindi.format(**self.place) + ordinal,
            "parent": ("campus", campus["code"]),
            "unit": unit("children_home", sexes, low, high, strength, code),
        }
        self.made.append(self._placed(home))


def unit(category: str, sexes: str, low: int, high: int, strength: int, code: str) -> dict[str, Any]:
    """The registration of a unit, for five years (s.41(6))."""
    return {
        "category": category,
        "sexes": sexes,
        "age_from": low,
        "age_to": high,
        "strength": strength,
        "registration_no": f"JJ/{code}/2024",
        "registered_until": date(2029, 3, 31),
    }


def phone(number: int) -> str:
    """A number that no telephone has."""
    return f"00000-{number * 7919 % 100_000:05d}"


def short(name: str, code: int, taken: set[str]) -> str:
    """Four letters of the district's name for codes; its number where two in a State would be alike."""
    letters = "".join(letter for letter in name.upper() if "A" <= letter <= "Z")[:4]
    letters = letters if len(letters) >= 3 and letters not in taken else f"D{code}"
    taken.add(letters)
    return letters


def _of_state(row: dict[str, str]) -> Iterator[dict[str, Any]]:
    state = int(row["lgd_state_code"])
    for place, kind in enumerate(("scps", "sara", "state_nodal", "control_room")):
        no = state * STATE_BLOCK + place * STEP
        yield {
            "kind": kind,
            "code": row["abbr"],
            "no": no,
            "hi": no if place else no + STATE_BLOCK - 1,
            "name_en": TITLES[kind][0].format(en=row["name_en"]),
            "name_hi": TITLES[kind][1].format(hi=row["name_hi"]),
            "parent": ("scps", row["abbr"]) if place else ("ministry", "IN"),
            "state_code": state,
            "district_code": None,
            "phone": phone(no),
            "lat": None,
            "lon": None,
            "valid_from": parameters()["offices"]["valid_from"],
        }


def _of_district(district: District, rng: np.random.Generator, *, busy: bool) -> list[dict[str, Any]]:
    """Everything that a district has; a busy one has the most of each."""
    settings = parameters()["offices"]
    complete = busy and district.code in settings["complete"]
    district.add("dcpu")
    for kind in ALWAYS:
        district.add(kind)
    for at, title in enumerate(settings["stations"][: _how_many(settings["ps"], rng, busy)]):
        district.add("ps", f"-P{at + 1}", title=title)
    for at in range(_how_many(settings["campus"], rng, busy)):
        _campus(district, at, int(rng.choice(settings["strength"])))
    named = [(en, hi) for code, en, hi in settings["rail_posts"] if code == district.code]
    if named or complete or rng.random() < settings["rail_share"]:
        district.add("rail_post", "-R1", title=(named or [(district.place["en"], district.place["hi"])])[0])
    if complete or rng.random() < settings["saa_share"]:
        district.add("saa", "-S1", unit=unit("saa", BOTH_SEXES, 0, 6, 10, f"{district.prefix}-S1"))
    if complete or rng.random() < settings["ngo_share"]:
        district.add("ngo", "-N1")
    for code, category, sexes, low, high, english, hindi in BOARDS_HOMES[: 4 if complete else 2]:
        kept = unit(category, sexes, low, high, 25, f"{district.prefix}{code}")
        district.add("ccl_home", code, title=(english, hindi), unit=kept)
    return district.made


def _how_many(limits: list[int], rng: np.random.Generator, busy: bool) -> int:
    low, high = limits
    return high if busy else int(rng.integers(low, high + 1))


def _campus(district: District, at: int, strength: int) -> None:
    letter = "ABC"[at]
    campus = district.add("campus", f"-H{at + 1}", title=(letter, "कखग"[at]))
    for place, what in enumerate(HOMES if at == 0 else HOMES[:2]):
        district.add_home(campus, place, what, strength, f" {at + 1}" if at else "")


def offices(*, seed: int = 1) -> list[dict[str, Any]]:
    """All offices of the country, those above before those below."""
    settings, land = parameters(), geography()
    ministry = {
        "kind": "ministry", "code": "IN", "no": 1, "hi": LAST, "parent": None, "state_code": None,
        "district_code": None, "name_en": "Ministry of Women and Child Development", "lat": None, "lon": None,
        "name_hi": "महिला एवं बाल विकास मंत्रालय", "phone": phone(1), "valid_from": settings["offices"]["valid_from"],
    }  # fmt: skip
    made = [ministry]
    known = {int(row["lgd_district_code"]): row for row in rows("lgd_districts.csv")}
    for at, row in enumerate(sorted(rows("lgd_states.csv"), key=lambda one: int(one["lgd_state_code"]))):
        made += _of_state(row)
        here = land.district_codes[land.first[at] : land.first[at + 1]].tolist()
        busy = {
            *here[: max(1, round(len(here) * settings["places"]["top_districts"]))],
            *settings["offices"]["complete"],
        }
        taken: set[str] = set()
        for slot, code in enumerate(sorted(here), start=1):
            rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, code])))
            district = _district(known[code], row, slot, short(known[code]["name_en"], code, taken))
            made += _of_district(district, rng, busy=code in busy)
    return made


def _district(row: dict[str, str], state: dict[str, str], slot: int, letters: str) -> District:
    number = int(state["lgd_state_code"])
    return District(
        code=int(row["lgd_district_code"]),
        state=number,
        base=number * STATE_BLOCK + slot * DISTRICT_BLOCK,
        place={"en": row["name_en"], "hi": row["name_hi"]},
        prefix=f"{state['abbr']}-{letters}",
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
    )


def staff(office: dict[str, Any], *, seed: int = 1) -> list[dict[str, Any]]:
    """Invented people for an office's posts: role, name in both scripts, a number that no telephone has."""
    posts = parameters()["offices"]["posts"].get(office["kind"], {})
    roles = [role for role, count in posts.items() for _ in range(count)]
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, office["no"]])))
    known, count = names(), len(roles)
    hindi = np.full(count, LANGUAGES.index("hi"))
    woman = rng.random(count) < 0.5
    given = np.where(woman, known.pick(hindi, "girl", rng.random(count)), known.pick(hindi, "boy", rng.random(count)))
    family = known.pick(hindi, "family", rng.random(count))
    words = {}
    for script, in_latin in (("hi", False), (LATIN, True)):
        luck, latin = np.zeros((2, count)), np.full(count, in_latin)
        words[script] = known.write(given, hindi, luck[0], latin) + " " + known.write(family, hindi, luck[1], latin)
    return [
        {"role": role, "name_en": words[LATIN][at], "name_hi": words["hi"][at], "woman": bool(woman[at]),
         "phone": phone(office["no"] * 31 + at + 1)}
        for at, role in enumerate(roles)
    ]  # fmt: skip
