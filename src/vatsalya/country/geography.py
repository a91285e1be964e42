"""States and districts as the generator sees them: where children are, and which language is written there."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from .names import LANGUAGES
from .parameters import DATA, parameters


def rows(file: str) -> list[dict[str, str]]:
    """One of the place files."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True)
class Geography:
    """Districts as arrays, State by State; inside a State the fullest first."""

    state_codes: np.ndarray
    state_share: np.ndarray  # running
    first: np.ndarray  # the districts of State i: first[i]:first[i + 1]
    district_codes: np.ndarray
    district_share: np.ndarray  # running inside the State, plus the State's number
    lat: np.ndarray
    lon: np.ndarray
    name_en: np.ndarray
    name_hi: np.ndarray
    written: np.ndarray  # per State: the place in LANGUAGES of what officers write
    hindi: np.ndarray  # per State: Hindi is the State's language
    spoken: list[list[str]]

    def state_of(self, districts: np.ndarray) -> np.ndarray:
        """The State (by place in the arrays) of each district (by place)."""
        return np.searchsorted(self.first, districts, side="right") - 1

    def pick_state(self, luck: np.ndarray) -> np.ndarray:
        """A State for each child."""
        return np.minimum(np.searchsorted(self.state_share, luck, side="right"), len(self.state_codes) - 1)

    def pick_district(self, states: np.ndarray, luck: np.ndarray) -> np.ndarray:
        """A district in the given State for each child; a few districts hold most."""
        at = np.searchsorted(self.district_share, states + luck * 0.999999, side="right")
        return np.clip(at, self.first[states], self.first[states + 1] - 1)


def _state_shares(codes: list[int], districts: Counter[int]) -> np.ndarray:
    """The three States of the published order, then Zipf's law by number of districts."""
    settings = parameters()["places"]
    share = dict(settings["first_states"])
    rest = sorted((code for code in codes if code not in share), key=lambda code: (-districts[code], code))
    weights = {code: (place + 6) ** -settings["zipf"] * districts[code] ** 0.25 for place, code in enumerate(rest)}
    left = (1 - sum(share.values())) / sum(weights.values())
    share |= {code: weight * left for code, weight in weights.items()}
    return np.cumsum([share[code] for code in codes])


def _district_shares(count: int) -> np.ndarray:
    """The first fifth of a State's districts hold four fifths of its children; the fullest most of all."""
    settings = parameters()["places"]
    top = max(1, round(count * settings["top_districts"]))
    head = 1.0 / np.arange(2, top + 2) ** 0.5
    head *= settings["top_share"] / head.sum()
    tail = 1.0 / np.arange(2, count - top + 2) ** 0.3
    tail = tail * (1 - settings["top_share"]) / tail.sum() if count > top else tail
    both = np.concatenate((head, tail))
    return np.cumsum(both / both.sum())


def _fullest_first(districts: list[dict[str, str]]) -> list[dict[str, str]]:
    """Cities, then districts by number of villages."""
    villages: Counter[str] = Counter()
    for row in rows("lgd_subdistricts.csv"):
        villages[row["lgd_district_code"]] += int(row["village_count"] or 0)
    cities = {str(code): place for place, code in enumerate(parameters()["places"]["cities"])}
    return sorted(
        districts,
        key=lambda row: (
            cities.get(row["lgd_district_code"], 99),
            -villages[row["lgd_district_code"]],
            int(row["lgd_district_code"]),
        ),
    )


def _spoken(state: dict[str, str]) -> list[str]:
    """Codes of what is spoken at home in a State, its main language first."""
    settings = parameters()["languages"]
    official = [settings["spoken"][name] for name in state["languages"].split(";") if name in settings["spoken"]]
    main = state["main_language"] if state["main_language"] in settings["spoken"].values() else official[0]
    both = [main, *official, *settings["also"].get(state["lgd_state_code"], [])]
    return list(dict.fromkeys(both))


@cache
def geography() -> Geography:
    """The map, built once."""
    states = sorted(rows("lgd_states.csv"), key=lambda row: int(row["lgd_state_code"]))
    of_state: dict[str, list[dict[str, str]]] = {row["lgd_state_code"]: [] for row in states}
    for row in rows("lgd_districts.csv"):
        of_state[row["lgd_state_code"]].append(row)
    per_state = [_fullest_first(of_state[row["lgd_state_code"]]) for row in states]
    flat = [row for districts in per_state for row in districts]
    counts = Counter({int(row["lgd_state_code"]): len(some) for row, some in zip(states, per_state, strict=True)})
    codes = [int(row["lgd_state_code"]) for row in states]
    return Geography(
        state_codes=np.array(codes),
        state_share=_state_shares(codes, counts),
        first=np.concatenate(([0], np.cumsum([len(some) for some in per_state]))),
        district_codes=np.array([int(row["lgd_district_code"]) for row in flat]),
        district_share=np.concatenate([_district_shares(len(some)) + at for at, some in enumerate(per_state)]),
        lat=np.array([float(row["lat"] or "nan") for row in flat]),
        lon=np.array([float(row["lon"] or "nan") for row in flat]),
        name_en=np.array([row["name_en"] for row in flat], dtype=object),
        name_hi=np.array([row["name_hi"] for row in flat], dtype=object),
        written=np.array([_written(row["main_language"]) for row in states]),
        hindi=np.array([row["main_language"] == "hi" for row in states]),
        spoken=[_spoken(row) for row in states],
    )


def _written(language: str) -> int:
    """The place in LANGUAGES of what officers of a State write."""
    written: dict[str, Any] = parameters()["languages"]["written"]
    return LANGUAGES.index(written.get(language, language))
