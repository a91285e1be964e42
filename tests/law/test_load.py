"""Loading: frozen, read once, pure; a mistake is told with its file and key."""

import dataclasses
import subprocess
import sys

import pytest

from vatsalya.law.load import LawError, law


def test_the_law_is_read_once():
    assert law() is law()


def test_nothing_of_it_can_be_changed():
    for thing in (law().clocks["T3"], law().form_versions["17"][0], law().machine("cncp").moves["produce"]):
        with pytest.raises(dataclasses.FrozenInstanceError):
            thing.label = {}


def test_it_needs_neither_django_nor_a_database():
    code = "import vatsalya.law.check, vatsalya.law.schema, vatsalya.law.count, sys\n"
    code += "vatsalya.law.load.law()\n"
    code += "assert not {'django', 'psycopg'} & {name.split('.')[0] for name in sys.modules}"
    subprocess.run([sys.executable, "-c", code], check=True)


MISTAKES = [
    ("clocks.toml", "length = 24", 'length = "24"', "T1.*length"),
    ("clocks.toml", "length = 24", "length = -1", "T1.*length"),
    ("clocks.toml", 'unit = "hours"', 'unit = "weeks"', "T1.*unit.*weeks"),
    ("clocks.toml", 'mark = "verified"', 'mark = "sure"', "T1.*mark"),
    ("clocks.toml", "basis =", "bases =", "T1.*basis"),
    ("clocks.toml", "warn = [80, 90", "warn = [90, 80", "T49.*warn"),
    ("clocks.toml", "length = 24", "length = true", "T1.*length"),
    ("clocks.toml", "valid_from = 2016-01-15", "valid_from = 2016-01-15\nvalid_to = 2015-01-01", "T1.*valid_to"),
    ("roles.toml", 'reach = "none"', 'reach = "world"', "ministry_officer.*reach.*world"),
    ("roles.toml", 'sees = ["P"]', 'sees = ["X"]', "ministry_officer.*sees"),
    ("acts.toml", 'cwpo = "own"', 'cwpo = "near"', "missing.register by.*cwpo.*near"),
    ("acts.toml", "by_grant = true", 'by_grant = "yes"', "by_grant"),
    ("machines/cncp.toml", "guards =", "gards =", "cncp.toml.*gards"),
    ("machines/cncp.toml", 'initial = "', 'initials = "', "cncp.toml.*initial"),
    ("machines/missing.toml", "[moves.link_fir]\nlabel = { en", "[moves.link_fir]\nlabel = { enn", "link_fir.*label"),
    ("forms/17.toml", 'type = "name"', 'type = "nam"', "17.toml name.*type"),
    ("forms/17.toml", 'codes = "sex"', 'code = "sex"', "17.toml sex.*codes"),
    ("forms/17.toml", 'vis = "P"', 'vis = "Q"', "17.toml name.*vis"),
    ("forms/17.toml", 'hint_hi = "', 'hint_hindi = "', "17.toml name.*hint_hi"),
    ("forms/17.toml", 'hi = "नाम, जैसा बच्चा कहता है"', "", "17.toml name.*hi"),
    ("forms/17.toml", "min = 30", "min = 300", "17.toml height_cm.*min"),
    ("codes/sex.toml", ', hi = "लड़का"', "", "sex.toml.*boy"),
    ("words.toml", ', hi = "', ', hindi = "', "words.toml.*gate.not_allowed"),
    ("options.toml", 'kind = "number"', 'kind = "text"', "sitting.quorum.*kind"),
    ("options.toml", "default = 3", 'default = "3"', "sitting.quorum.*default"),
    ("states/BR.toml", "valid_from", "from", "BR.toml.*valid_from"),
    ("avoid.toml", "instead =", "better =", "avoid.toml.*instead"),
    ("clocks.toml", "[T1]", "[T1", "clocks.toml"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES, ids=[f"{m[0]} {m[2][:18]}" for m in MISTAKES])
def test_a_mistake_is_told_with_file_and_key(copy, file, old, new, said):
    with pytest.raises(LawError, match=said):
        copy.change(file, old, new).law()


def test_a_state_file_is_named_by_letters(copy):
    copy.write("states/bihar.toml", "rules = []")
    with pytest.raises(LawError, match="bihar.toml"):
        copy.law()


def test_an_unknown_form_clock_or_sentence_is_said_plainly():
    import datetime

    day = datetime.date(2026, 11, 24)
    for ask in (lambda: law().form("99", on=day), lambda: law().clock("T99", on=day), lambda: law().words("no", "hi")):
        with pytest.raises(LawError, match="99|no"):
            ask()
