"""The brake on harvesting: puzzles work once, for one browser, for a time; budgets and the alarm hold."""

from datetime import timedelta

import pytest

from tests.publish.conftest import AT
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import brake
from vatsalya.missing.card_models import Tally, UsedToken, Watch
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
RULES = law().publication.brake
SID, HOME = "s" * 22, "203.0.113.9"


def look(*, sid: str = SID, address: str = HOME, at=AT, cards: int = 0) -> brake.Use:
    """One honest look, puzzle and all."""
    asked = brake.puzzle(sid=sid, address=address, at=at)
    answer = brake.solve(asked.token, asked.level)
    use = brake.enter(token=asked.token, answer=answer, sid=sid, address=address, at=at)
    brake.charge(address=address, at=at, cards=cards)
    return use


def refused(**more) -> str:
    """The code with which a look is refused."""
    with pytest.raises(Refused) as no:
        brake.enter(**({"answer": "", "sid": SID, "address": HOME, "at": AT} | more))
    return no.value.codes[0]


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    """Small puzzles, so that the tests are quick; how they rise is asked apart."""
    monkeypatch.setitem(RULES, "bits", 4)
    monkeypatch.setitem(RULES, "bits_most", 12)


def test_a_solved_puzzle_lets_in_once():
    asked = brake.puzzle(sid=SID, address=HOME, at=AT)
    answer = brake.solve(asked.token, asked.level)
    brake.enter(token=asked.token, answer=answer, sid=SID, address=HOME, at=AT)
    assert refused(token=asked.token, answer=answer) == "brake.again"


def test_a_puzzle_is_not_for_another_browser_nor_for_ever_nor_from_the_future():
    asked = brake.puzzle(sid=SID, address=HOME, at=AT)
    answer = brake.solve(asked.token, asked.level)
    assert refused(token=asked.token, answer=answer, sid="t" * 22) == "brake.again"
    assert refused(token=asked.token, answer=answer, at=AT + timedelta(minutes=31)) == "brake.again"
    assert refused(token=asked.token, answer=answer, at=AT - timedelta(minutes=1)) == "brake.again"


@pytest.mark.parametrize("token", ["", "x", "ा" * 40, "A" * 120, "=" * 9, "\x00"])
def test_what_is_not_our_token_is_refused_in_words(token):
    assert refused(token=token, answer="1") == "brake.again"


def test_a_changed_level_is_seen():
    asked = brake.puzzle(sid=SID, address=HOME, at=AT)
    import base64

    raw = bytearray(base64.urlsafe_b64decode(asked.token + "=" * (-len(asked.token) % 4)))
    raw[1] = 0
    easy = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    assert refused(token=easy, answer="0") == "brake.again"


def test_a_wrong_answer_is_refused_and_costs_nothing():
    asked = brake.puzzle(sid=SID, address=HOME, at=AT)
    wrong = next(str(n) for n in range(1000) if not brake.solved(asked.token, str(n), asked.level))
    assert refused(token=asked.token, answer=wrong) == "brake.again"
    assert Tally.objects.count() == 0


def test_puzzles_rise_with_what_the_address_and_its_neighbours_looked_at():
    first = brake.puzzle(sid=SID, address=HOME, at=AT).level
    look(cards=19)
    assert brake.puzzle(sid=SID, address=HOME, at=AT).level == first + 2
    for host in range(20, 26):
        look(sid="u" * 22, address=f"203.0.113.{host}", cards=19)
    assert brake.puzzle(sid=SID, address="203.0.113.200", at=AT).level > first
    assert brake.puzzle(sid=SID, address="198.51.100.1", at=AT).level == first
    assert brake.puzzle(sid=SID, address=HOME, at=AT + timedelta(hours=1)).level == first


def test_puzzles_kept_from_quiet_times_are_too_easy_later():
    kept = [brake.puzzle(sid=SID, address=HOME, at=AT) for _ in range(4)]
    look(cards=20)
    answer = brake.solve(kept[0].token, kept[0].level)
    assert refused(token=kept[0].token, answer=answer) == "brake.again"


def test_an_address_has_an_hours_budget_and_a_days():
    looks = 0
    with pytest.raises(Refused) as no:
        while looks < 50:
            look(cards=9)
            looks += 1
    assert no.value.codes == ["brake.later"] and looks * 10 == RULES["hour_address"]
    hours = 1
    with pytest.raises(Refused):
        while hours < 9:
            for _ in range(6):
                look(cards=9, at=AT + timedelta(hours=hours))
            hours += 1
    assert hours * RULES["hour_address"] >= RULES["day_address"] - 60


def test_a_network_of_addresses_has_one_budget():
    with pytest.raises(Refused) as no:
        for host in range(1, 255):
            look(address=f"203.0.113.{host}", cards=9)
    assert no.value.codes == ["brake.later"] and host * 10 == pytest.approx(RULES["hour_network"], abs=11)


def test_one_ipv6_caller_is_one_network():
    assert brake.network_of("2001:db8:1:2::") == brake.network_of("2001:db8:1:ff::") != brake.network_of("2001:db8:2::")


def test_without_javascript_one_waits_instead():
    wait = brake.ticket(sid=SID, address=HOME, at=AT)
    assert refused(token=wait.token) == "brake.wait"
    late = AT + timedelta(seconds=wait.level)
    use = brake.enter(token=wait.token, answer="", sid=SID, address=HOME, at=late)
    assert use.address == 1 + RULES["slow_cost"]
    assert refused(token=wait.token, at=late) == "brake.again"


def test_the_alarm_sounds_once_tells_the_ministry_and_stops_heavy_addresses(land, monkeypatch):
    monkeypatch.setitem(RULES, "alarm_least", 50)
    for host in range(6):
        look(address=f"198.51.{host}.7", cards=9)
    heavy = "192.0.2.1"
    with pytest.raises(Refused) as no:
        for _ in range(9):
            look(address=heavy, cards=3)
    assert no.value.codes == ["brake.later"]
    assert brake.watch(at=AT) and brake.watch(at=AT + timedelta(minutes=1))
    assert Notice.objects.filter(code="brake.alarm").count() == 1
    assert look(address="192.0.2.200").guarded, "somebody honest may still look, and sees less"
    assert not brake.watch(at=AT + timedelta(hours=3))


def test_old_counts_are_forgotten_and_no_address_was_ever_kept():
    look(cards=1)
    kept = {bytes(who) for who in Tally.objects.values_list("who", flat=True)}
    assert all(HOME.encode() not in who and len(who) == 16 for who in kept)
    brake.watch(at=AT + timedelta(days=3))
    assert Tally.objects.count() == UsedToken.objects.count() == 0
    assert Watch.objects.get().live == 0


def test_a_look_costs_the_database_two_statements(django_assert_num_queries):
    asked = brake.puzzle(sid=SID, address=HOME, at=AT)
    answer = brake.solve(asked.token, asked.level)
    with django_assert_num_queries(2):
        brake.enter(token=asked.token, answer=answer, sid=SID, address=HOME, at=AT)
        brake.charge(address=HOME, at=AT, cards=3)
