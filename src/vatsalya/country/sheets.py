"""How a child is written down: by the family at a police station, or by those who found the child far away."""

from typing import Any

import numpy as np

from .children import SEXES, Children
from .dice import Dice
from .geography import Geography
from .names import Names

Column = dict[str, np.ndarray]


def _full_names(
    dice: Dice, names: Names, language: np.ndarray, given: np.ndarray, family: np.ndarray, latin: float
) -> np.ndarray:
    """Given name and family name in one script; family -1 for none."""
    count = len(given)
    in_latin = dice.chance(count, latin) | ~names.writable(given, language)
    in_latin |= (family >= 0) & ~names.writable(np.maximum(family, 0), language)
    first = names.write(given, language, dice.luck(count), in_latin)
    last = names.write(np.maximum(family, 0), language, dice.luck(count), in_latin)
    return np.where(family >= 0, first + " " + last, first)


def _maybe(dice: Dice, names: Names, language: np.ndarray, keys: np.ndarray, latin: float) -> np.ndarray:
    """A name where there is one, else empty."""
    nobody = np.full(len(keys), -1)
    text = _full_names(dice, names, language, np.maximum(keys, 0), nobody, latin)
    return np.where(keys >= 0, text, "")


def _clothes(dice: Dice, count: int, hindi: np.ndarray, words: dict[str, Any]) -> np.ndarray:
    colour, garment = (
        dice.weighted(count, [1] * len(words["colours"])),
        dice.weighted(count, [1] * len(words["garments"])),
    )
    return _two_words(words["colours"], colour, hindi) + " " + _two_words(words["garments"], garment, hindi)


def _two_words(pairs: list[list[str]], at: np.ndarray, hindi: np.ndarray) -> np.ndarray:
    table = np.array(pairs, dtype=object)
    return np.where(hindi, table[at, 1], table[at, 0])


def at_place(dice: Dice, land: Geography, district: np.ndarray, words: dict[str, Any]) -> np.ndarray:
    """A place in words, as an officer types it: 'गया, रेलवे स्टेशन'."""
    hindi = land.hindi[land.state_of(district)]
    spot = _two_words(words["spots"], dice.weighted(len(district), [1] * len(words["spots"])), hindi)
    return np.where(hindi, land.name_hi[district], land.name_en[district]) + ", " + spot


def home_says(dice: Dice, land: Geography, child: Children, district: np.ndarray, words: dict[str, Any]) -> np.ndarray:
    """What a found child says of home: half of them a place, some a landmark, many nothing."""
    count = len(child)
    hindi = land.hindi[land.state_of(district)]
    place = np.where(hindi, land.name_hi[child.district], land.name_en[child.district])
    mark = _two_words(words["landmarks"], dice.weighted(count, [1] * len(words["landmarks"])), hindi)
    told = dice.luck(count)
    both = np.where(told < 0.2, place + ", " + mark, place)
    return np.where(told < 0.55, both, np.where(told < 0.7, mark, ""))


def told_by_family(
    dice: Dice,
    child: Children,
    *,
    on: np.ndarray,
    district: np.ndarray,
    land: Geography,
    names: Names,
    settings: dict[str, Any],
) -> Column:
    """A sheet as the family gives it: full names, right age, marks, home."""
    count, person = len(child), settings["person"]
    latin = person["typed_in_latin"]
    language = land.written[land.state_of(district)]
    born = (on - (child.age * 365.25).astype(int)).astype("datetime64[D]")
    dated = dice.chance(count, person["birth_date_known"])
    return {
        "name": _full_names(dice, names, language, child.given, child.family, latin),
        "called": _maybe(dice, names, language, child.nickname, latin),
        "sex": SEXES[child.sex],
        "age": np.floor(child.age).astype(int),
        "age_basis": np.where(dated, "document", "told"),
        "birth_date": np.where(dated, born, np.datetime64("NaT", "D")),
        "father": _maybe(dice, names, language, child.father, latin),
        "mother": _maybe(dice, names, language, child.mother, latin),
        "languages": child.languages,
        "marks": child.marks,
        "height_cm": _rounded(dice, child.height_cm),
        "disability": child.disability,
        "clothes": _clothes(dice, count, land.hindi[land.state_of(district)], settings["words"]),
        "photo": _photo(dice, count, person),
        "home_district": land.district_codes[child.district],
        "written": language,
    }


def told_by_child(
    dice: Dice, child: Children, *, district: np.ndarray, land: Geography, names: Names, settings: dict[str, Any]
) -> Column:
    """A sheet as finders give it: the name as it sounds to them, an age by eye, half of the rest unknown."""
    count, person = len(child), settings["person"]
    latin = person["typed_in_latin"]
    language = land.written[land.state_of(district)]
    speaks = child.age >= 2.5
    said = speaks & ~dice.chance(count, person["nameless"])
    by_nickname = dice.chance(count, person["nickname_told"]) & (child.nickname >= 0)
    given = np.where(by_nickname, child.nickname, child.given)
    family = np.where(dice.chance(count, person["full_name_told"]) & ~by_nickname, child.family, -1)
    name = np.where(said, _full_names(dice, names, language, given, family, latin), "")
    error = dice.weighted(count, person["age_error"]) - len(person["age_error"]) // 2
    sure = dice.chance(count, 0.15)
    return {
        "name": name,
        "called": np.full(count, "", dtype=object),
        "sex": SEXES[child.sex],
        "age": np.clip(np.floor(child.age).astype(int) + error, 0, 17),
        "age_basis": np.where(sure & speaks, "told", "apparent"),
        "birth_date": np.full(count, np.datetime64("NaT", "D")),
        "father": _told(dice, names, language, child.father, speaks, person["father_told_by_child"], latin),
        "mother": _told(dice, names, language, child.mother, speaks, person["mother_told_by_child"], latin),
        "languages": np.where(speaks, child.languages, _nothing(count)),
        "marks": _seen_marks(dice, child.marks, person),
        "height_cm": _rounded(dice, child.height_cm),
        "disability": child.disability,
        "clothes": _clothes(dice, count, land.hindi[land.state_of(district)], settings["words"]),
        "photo": _photo(dice, count, person),
        "home_district": np.zeros(count, dtype=int),
        "written": language,
    }


def _nothing(count: int) -> np.ndarray:
    made = np.empty(count, dtype=object)
    made[:] = [[] for _ in range(count)]
    return made


def _told(
    dice: Dice, names: Names, language: np.ndarray, keys: np.ndarray, speaks: np.ndarray, share: float, latin: float
) -> np.ndarray:
    told = speaks & dice.chance(len(keys), share)
    return _maybe(dice, names, language, np.where(told, keys, -1), latin)


def _rounded(dice: Dice, height: np.ndarray) -> np.ndarray:
    """Height to the nearest five for most, 0 where nobody measured or guessed."""
    coarse = np.where(dice.chance(len(height), 0.7), np.round(height / 5).astype(int) * 5, height)
    return np.where(dice.chance(len(height), 0.6), coarse, 0)


def _photo(dice: Dice, count: int, person: dict[str, Any]) -> np.ndarray:
    return dice.weighted(count, [person["no_photo"], person["old_photo"], 1 - person["no_photo"] - person["old_photo"]])


OTHER_SIDE = {"left": "right", "right": "left"}


def _seen_marks(dice: Dice, marks: np.ndarray, person: dict[str, Any]) -> np.ndarray:
    """The marks that the finders notice, now and then on the wrong side."""
    luck = dice.luck(len(marks) * 2).reshape(-1, 2).tolist()
    seen = np.empty(len(marks), dtype=object)
    wrong = person["mark_seen"] * person["mark_wrong_side"]
    seen[:] = [
        [
            mark | {"side": OTHER_SIDE.get(mark["side"], mark["side"])} if lucky < wrong else mark
            for mark, lucky in zip(some, lucks, strict=False)
            if lucky < person["mark_seen"]
        ]
        for some, lucks in zip(marks, luck, strict=True)
    ]
    return seen
