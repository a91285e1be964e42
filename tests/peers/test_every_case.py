"""Every case of the peers' list has one test that carries its id, or a reason why nothing here corresponds to it."""

import re
from collections import Counter

from tests.peers.replay import data, replayed

IDS = data("ids")
#: How many cases the list holds under each letter.
COUNTED = {"M": 44, "C": 16, "D": 14, "A": 14, "G": 11}


def test_every_case_is_replayed_once_or_named_as_not_ours() -> None:
    carried = Counter(replayed())
    assert {name: times for name, times in carried.items() if times > 1} == {}
    assert not set(carried) & set(IDS["not_ours"])
    assert set(carried) | set(IDS["not_ours"]) == set(IDS["replayed"]) | set(IDS["not_ours"])
    assert set(carried) == set(IDS["replayed"])


def test_the_list_of_ids_is_whole() -> None:
    every = [*IDS["replayed"], *IDS["not_ours"]]
    assert Counter(name[0] for name in every) == COUNTED and len(set(every)) == len(every)


def test_every_case_says_how_its_answer_stands_to_the_stated_one() -> None:
    said = {name: re.split(r"[:;, ]", how)[0] for name, how in IDS["replayed"].items()}
    assert set(said.values()) == {"same", "differ", "ours"} and all(IDS["not_ours"].values())
