"""The check finds what is wrong in law data, each thing by one line; the data as it stands has nothing wrong."""

import re
from pathlib import Path

import pytest

from vatsalya.law.check import check, missing_hindi, report
from vatsalya.law.load import law

ROOT = Path(__file__).resolve().parents[2] / "src" / "vatsalya"


def written_guards():
    text = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/guards.py"))
    return set(re.findall(r'@guard\("([\w.]+)"\)', text))


def test_the_law_data_is_whole_with_the_guards_that_are_written():
    assert check(law(), guards=written_guards()) == []


WRONG = [
    ("machines/cncp.toml", '"cncp.sir_ordered"', '"cncp.sir_asked"', "guard cncp.sir_asked has no words"),
    ("machines/cncp.toml", 'roles = ["pic",', 'roles = ["warden",', "cncp move produce: no role warden"),
    ("machines/cncp.toml", 'stops = ["T1", "T3"]', 'stops = ["T1", "T333"]', "cncp move produce: no clock T333"),
    ("machines/cncp.toml", 'paper = "18"', 'paper = "81"', "cncp move interim_single: no form 81"),
    ("machines/cncp.toml", 'paper = "21"', 'paper = "22"', "order_sir: form 22 is not filled by cwc_chair"),
    ("machines/cncp.toml", 'paper = "21"', 'paper = "45"', "order_sir: form 45 is not filled at UNDER_INQUIRY"),
    ("machines/cncp.toml", 'to = "HEARD"', 'to = "HERD"', "cncp move hear: no state HERD"),
    ("machines/cncp.toml", 'from = ["SIR_FILED", "RECEIVED"]', "from = []", "cncp move hear: starts nowhere"),
    ("machines/cncp.toml", "reopens = true", "", "cncp move appeal: leaves the final state NOT_CNCP"),
    (
        "machines/cncp.toml",
        'from = ["APPEALED"]\nto = "UPHELD"',
        'from = ["APPEALED"]\nto = "="',
        "UPHELD cannot be reached",
    ),
    ("machines/helpline.toml", 'from = ["TEAM_OUT"]', 'from = ["ACCEPTED"]', "helpline: TEAM_OUT cannot be left"),
    ("machines/placement.toml", 'stops = ["T72"]', "", "clock T72 is started and no move stops it"),
    ("machines/cncp.toml", 'starts = ["T12"]', 'starts = ["T41"]', "order_sir: clock T41 recurs"),
    ("machines/placement.toml", 'opens_in = ["PROPOSED"', 'opens_in = ["PROPOSD"', "placement: no state PROPOSD"),
    ("machines/missing.toml", 'opening_starts = ["T67"', 'opening_starts = ["T670"', "missing: no clock T670"),
    ("clocks.toml", 'owner = ["pic", "cwpo"]', 'owner = ["pic", "guard"]', "clock T1: no role guard"),
    ("clocks.toml", 'owner = ["pic", "cwpo"]', "owner = []", "clock T1: nobody owes it"),
    ("roles.toml", 'creates = ["scps_officer"', 'creates = ["clerk"', "ministry_officer: creates unknown role clerk"),
    ("roles.toml", 'offices = ["scps"]', 'offices = ["bank"]', "scps_officer: no office kind bank"),
    ("roles.toml", 'offices = ["scps"]', "offices = []", "scps_officer: can be held in no office"),
    ("acts.toml", "{ cwpo =", "{ chief =", "act missing.register: no role chief"),
    ("reserved.toml", "[41]", "[45]", "form 45: is reserved and has a file"),
    ("forms/17.toml", 'by = ["pic"', 'by = ["warden"', "form 17: no role warden"),
    ("forms/17.toml", 'codes = "sex"', 'codes = "sexes"', "form 17: sex: no code list sexes"),
    ("forms/17.toml", 'key = "called"', 'key = "name"', "form 17: name stands twice"),
    ("forms/17.toml", '"INFO_RECEIVED"', '"NOWHERE"', "form 17: no state NOWHERE"),
    ("forms/17.toml", 'hi = "बच्चा"', 'hi = "bachcha"', "form 17 section child: Hindi is missing"),
    ("forms/17.toml", 'en = "The child"', 'en = " "', "form 17 section child: no en"),
    ("forms/21.toml", 'within = "T12"', 'within = "T120"', "form 21: due_on: no clock T120"),
    ("forms/21.toml", "order = true", 'order = true\non = ["cncp"]', "form 21: is the paper of a move and offered"),
    (
        "forms/22.toml",
        'realm = "cncp"',
        'realm = "cncp"\non = ["missing"]',
        "form 22: is of the realm cncp and filed in",
    ),
    ("forms/22.toml", 'realm = "cncp"', 'realm = "cncp"\non = ["adoption"]', "form 22: no proceeding adoption"),
    ("forms/22.toml", 'realm = "cncp"', 'realm = "cncp"\nguards = ["sitting.open"]', "22: has guards that nobody asks"),
    ("forms/18.toml", 'not_before = "period_from"', 'not_before = "reason"', "form 18: period_to: no day reason"),
    ("codes/sex.toml", "लड़का", "Ladka", "codes sex boy: Hindi is missing"),
    ("words.toml", "{state}”.", "{stat}”.", "words state.wrong: the two languages do not have the same blanks"),
    (
        "words.toml",
        "This was already done",
        "The accused did this",
        "words twice: says 'accused', which the Act avoids",
    ),
    ("codes/relations.toml", "माता", "अभियुक्त", "codes relations mother: says 'अभियुक्त'"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), WRONG, ids=[w[3][:60] for w in WRONG])
def test_it_finds(copy, guards, file, old, new, said):
    found = copy.change(file, old, new).law()
    problems = check(found, guards=guards(found))
    assert any(said in problem for problem in problems), problems


def test_a_guard_that_is_named_must_be_written_and_the_other_way_round(guards):
    named = guards(law())
    assert "guard sitting.open is named in a machine and written nowhere" in check(
        law(), guards=named - {"sitting.open"}
    )
    assert check(law(), guards=named | {"a.b"}) == ["guard a.b is written and named in no machine"]


def test_a_kind_of_question_that_no_screen_knows_is_found(guards):
    known = {f.type for f in law().newest_form("17").fields} - {"photo"}
    problems = check(law(), guards=guards(law()), form_types=known)
    assert "form 17: photo: no such type photo" in problems


def test_two_versions_that_overlap_are_found(copy, guards):
    text = (copy.folder / "forms/21.toml").read_text(encoding="utf-8")
    copy.write("forms/21b.toml", text.replace('"2016.1"', '"2027.1"').replace("2016-09-21", "2027-01-01"))
    found = copy.law()
    assert check(found, guards=guards(found)) == ["form 21: two versions overlap on 2027-01-01"]


def test_two_versions_of_one_name_are_found(copy, guards):
    text = (copy.folder / "forms/21.toml").read_text(encoding="utf-8")
    copy.write("forms/21b.toml", text.replace("2016-09-21", "2027-01-01"))
    copy.change("forms/21.toml", "2016-09-21", "2016-09-21\nvalid_to = 2026-12-31")
    found = copy.law()
    assert check(found, guards=guards(found)) == ["form 21: two versions have one name"]
    assert found.newest_form("21").valid_from.year == 2027


def test_no_hindi_is_missing():
    assert missing_hindi(law()) == []


def test_the_report_counts_and_names_what_is_not_verified():
    told = report(law(), indicators=7)
    assert told["clocks"] == len(law().clock_versions) >= 81 and told["machines"] == 6
    assert told["forms"] == 56 and told["reserved"] == ["40", "41"]
    assert told["indicators"] == 7 and told["missing_hindi"] == 0
    assert told["moves"] == sum(len(m.moves) for m in law().machines.values())
    assert {"T15", "D-NODAL", "option followup.days"} <= set(told["unverified"]) and "T13" not in told["unverified"]
    assert any(item.startswith("BR ") for item in told["unverified"])


def test_the_report_counts_what_lacks_hindi(copy):
    found = copy.change("codes/sex.toml", "लड़का", "Ladka").law()
    assert report(found, indicators=0)["missing_hindi"] == 1
