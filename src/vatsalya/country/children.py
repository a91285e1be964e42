"""The children themselves, before anybody writes them down: who they are, where from, what happened to them."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from .dice import Dice
from .geography import Geography
from .names import Names

MISSING_ONLY, BOTH, CARE_ONLY = 0, 1, 2
GIRL, BOY, TRANS = 0, 1, 2
SEXES = np.array(["girl", "boy", "transgender"], dtype=object)


@dataclass(frozen=True)
class Children:
    """Columns of the truth about each child; names are keys, not yet written."""

    kind: np.ndarray
    sex: np.ndarray
    age: np.ndarray  # in years at the event, with a fraction
    state: np.ndarray  # home, as place in the arrays of the map
    district: np.ndarray
    given: np.ndarray
    family: np.ndarray
    nickname: np.ndarray  # -1 for none
    father: np.ndarray  # -1 for unknown
    mother: np.ndarray
    languages: np.ndarray
    marks: np.ndarray
    height_cm: np.ndarray
    disability: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, which: np.ndarray) -> "Children":
        """Some of the children, by mask or by places."""
        return Children(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def make(dice: Dice, count: int, land: Geography, names: Names, settings: dict[str, Any]) -> Children:
    """Children of a part of the country."""
    shares, person = settings["shares"], settings["person"]
    kind = dice.weighted(count, [shares["missing_only"], shares["both"], shares["care_only"]])
    sex = _sex(dice, kind, person)
    age = _age(dice, kind, sex, person)
    state = land.pick_state(dice.luck(count))
    language = land.written[state]
    given = np.where(
        sex == BOY, names.pick(language, "boy", dice.luck(count)), names.pick(language, "girl", dice.luck(count))
    )
    return Children(
        kind=kind,
        sex=sex,
        age=age,
        state=state,
        district=land.pick_district(state, dice.luck(count)),
        given=given,
        family=names.pick(language, "family", dice.luck(count)),
        nickname=_or_none(dice, names.pick(language, "nickname", dice.luck(count)), 1 - person["nickname"]),
        father=_or_none(dice, names.pick(language, "boy", dice.luck(count)), person["father_unknown"]),
        mother=_or_none(dice, names.pick(language, "girl", dice.luck(count)), person["mother_unknown"]),
        languages=_languages(dice, state, land, settings["languages"]["main"]),
        marks=marks(dice, count, person, settings["codes"]),
        height_cm=_height(dice, age),
        disability=np.where(
            dice.chance(count, person["disability"]), dice.code(count, settings["codes"]["disability"]), "none"
        ),
    )


def _sex(dice: Dice, kind: np.ndarray, person: dict[str, Any]) -> np.ndarray:
    girls = np.where(kind == MISSING_ONLY, person["girls_missing"], person["girls_care"])
    girls = np.where(kind == BOTH, (person["girls_missing"] + person["girls_care"]) / 2, girls)
    sex = np.where(dice.chance(len(kind), girls), GIRL, BOY)
    return np.where(dice.chance(len(kind), person["transgender"]), TRANS, sex)


def _age(dice: Dice, kind: np.ndarray, sex: np.ndarray, person: dict[str, Any]) -> np.ndarray:
    count = len(kind)
    lost = np.where(
        sex == BOY,
        dice.banded(count, person["boys_missing_ages"]),
        dice.banded(count, person["girls_missing_ages"]),
    )
    care, both = dice.banded(count, person["care_ages"]), dice.banded(count, person["both_ages"])
    return np.where(kind == MISSING_ONLY, lost, np.where(kind == BOTH, both, care))


def _or_none(dice: Dice, keys: np.ndarray, share: float) -> np.ndarray:
    return np.where(dice.chance(len(keys), share), -1, keys)


def _languages(dice: Dice, state: np.ndarray, land: Geography, main: float) -> np.ndarray:
    """One or two languages: the State's, or another one spoken there first."""
    luck, second = dice.luck(len(state)), dice.luck(len(state))
    made = np.empty(len(state), dtype=object)
    for at, (place, first, other) in enumerate(zip(state.tolist(), luck.tolist(), second.tolist(), strict=True)):
        spoken = land.spoken[place]
        if first < main or len(spoken) == 1:
            made[at] = spoken[:1]
        else:
            made[at] = [spoken[1 + int(other * (len(spoken) - 1))], spoken[0]]
    return made


def marks(dice: Dice, count: int, person: dict[str, Any], codes: dict[str, Any]) -> np.ndarray:
    """None, one or two marks on the body of each child."""
    number = dice.weighted(count, person["marks"])
    drawn = [
        [dice.code(count, codes[word]).tolist() for word in ("mark_kinds", "body_parts", "sides")] for _ in range(2)
    ]
    made = np.empty(count, dtype=object)
    made[:] = [
        [{"kind": k[at], "part": p[at], "side": s[at], "text": ""} for k, p, s in drawn[: number[at]]]
        for at in range(count)
    ]
    return made


def _height(dice: Dice, age: np.ndarray) -> np.ndarray:
    """Usual height for the age, give or take a twentieth."""
    usual = np.interp(age, [0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18], [50, 74, 85, 100, 113, 125, 135, 147, 158, 163, 165])
    return np.round(usual * dice.rng.normal(1.0, 0.04, len(age))).astype(int)
