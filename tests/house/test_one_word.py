"""One thing has one word in Hindi, as docs/glossary.md says."""

import re
from pathlib import Path

import pytest

from vatsalya.law.load import law

SOURCE = Path(__file__).parents[2] / "src" / "vatsalya"
FORSAKEN = {
    "मामल": "प्रकरण",
    "संभावित मेल": "संभावित मिलान",
    "सामाजिक जाँच": "सामाजिक अन्वेषण",
    "अनुरक्षक": "मार्गरक्षक, साथ जाने वाला",
    "अंक-चिह्न": "डिजिटल छाप",
    "किसने लाया": "कौन लाया",
}


@pytest.mark.parametrize("word", FORSAKEN)
def test_a_word_that_was_given_up_does_not_come_back(word: str) -> None:
    files = [file for kind in ("po", "toml", "html", "typ", "py") for file in SOURCE.rglob(f"*.{kind}")]
    found = [file.name for file in files if word in file.read_text(encoding="utf-8")]
    assert found == [], f"Instead: {FORSAKEN[word]}"


def test_a_side_needs_no_gender_beside_a_part_of_the_body() -> None:
    assert all(re.search(r" ओर$", words["hi"]) for code, words in law().codes("sides").items() if code != "none")
