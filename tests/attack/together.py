"""Two people in the same instant, on a database of their own: run by test_together, prints what came of it."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from tests.attack.conftest import NEW, form_at  # noqa: E402
from tests.country_of_tests import settle  # noqa: E402
from tests.journeys.story import FOUND, Story, found_answers, place  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402
from vatsalya.access import session  # noqa: E402
from vatsalya.access.actor import machine  # noqa: E402
from vatsalya.cncp import actions as care  # noqa: E402
from vatsalya.cncp import handover  # noqa: E402
from vatsalya.institutions.models import Unit  # noqa: E402
from vatsalya.lib.errors import Forbidden, NotVisible, Refused  # noqa: E402
from vatsalya.matters.models import Matter, Move  # noqa: E402
from vatsalya.missing import admission, match  # noqa: E402
from vatsalya.placements.models import Placement  # noqa: E402


def at_once(many: int, act: Callable[[], object]) -> Counter[str]:
    """The same act by so many at the same instant; how each ended."""
    gate = Barrier(many)

    def one(_: int) -> str:
        gate.wait()
        try:
            return str(act())
        except (Refused, Forbidden, NotVisible) as no:
            return type(no).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as people:
        return Counter(people.map(one, range(many)))


def seen(count: Callable[[], Any]) -> Any:
    """Something counted with the engine's eyes."""
    with transaction.atomic():
        session.bind(machine("test"))
        return count()


def one_form(story: Story) -> dict[str, Any]:
    """One form sent by four clicks at once."""
    client = sign_in(Client(HTTP_HOST="localhost"), story.land.postings["gaya.ps.0"])
    # The story's own child stands in the register: the officer has said that this is another one.
    other = {"duplicate": "other", "duplicate_reason": "other_child"}
    sent, before = form_at(client, NEW) | other, seen(Matter.unscoped.count)
    ended = at_once(4, lambda: client.post(NEW, sent).status_code)
    return {"ended": ended, "new": seen(Matter.unscoped.count) - before}


def six_forms(story: Story) -> dict[str, Any]:
    """One child written down in six forms, opened apart and sent at once: how often it stands in the register."""
    apart = [sign_in(Client(HTTP_HOST="localhost"), story.land.postings["gaya.ps.0"]) for _ in range(6)]
    girl = {"name": "Zubaida Ansari", "sex": "girl", "age": "15", "last_seen_text": "", "last_seen_at_0": "2026-11-22"}
    girl |= {"reporter_name": "Imran Ansari", "reporter_relation": "father", "reporter_phone": "0000077777"}
    sent = [form_at(client, NEW) | girl for client in apart]
    waiting, before = list(zip(apart, sent, strict=True)), seen(Matter.unscoped.count)

    def press() -> int:
        client, form = waiting.pop()
        return client.post(NEW, form).status_code

    return {"ended": at_once(6, press), "new": seen(Matter.unscoped.count) - before}


def acted(story: Story, who: str, act: Callable[..., Any], **facts: Any) -> Callable[[], str]:
    """An act by a post, in a transaction of its own as a request has it."""

    def run() -> str:
        with transaction.atomic():
            act(actor=story.land.bind(who), at=FOUND, **facts)
        return "done"

    return run


def moved(story: Story, name: str, ended: Counter[str]) -> dict[str, Any]:
    """How each ended, and how many moves of that name there are."""
    return {"ended": ended, "moves": seen(Move.unscoped.filter(matter=story.case, name=name).count)}


def last_bed(story: Story) -> dict[str, Any]:
    """Ten children, one free place, fifty orders at the same instant: who lives there afterwards."""
    saa, cases = story.land.offices["nashik.saa"], []
    with transaction.atomic():
        Unit.objects.filter(office=saa).update(strength=1)
        for number in range(10):
            actor = story.land.bind("nashik.home")
            one = admission.admit(actor=actor, at=FOUND, answers=found_answers(name=f"Balak {chr(65 + number)}"))
            care.produce(actor=actor, matter_id=one.pk, at=FOUND)
            cases.append(one.pk)
    waiting = [pk for pk in cases for _ in range(5)]
    form = {"period_from": "2026-11-24", "period_to": "2026-12-01", "reason": "safe", "home": "1"}

    def order() -> str:
        with transaction.atomic():
            care.place_alone(
                actor=story.land.bind("nashik.cwc"), matter_id=waiting.pop(), at=FOUND, home_id=saa.pk, answers=form
            )
        return "done"

    ended = at_once(50, order)
    return {"ended": ended, "there": seen(Placement.unscoped.filter(home=saa, discharged_at=None).count)}


def main() -> None:
    """One child as far as a transfer; at each step four at once."""
    with transaction.atomic():
        story = Story(settle())
        story.register()
        story.admit()
        pair = story.pair()
        match.decide(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, says="same", at=FOUND)
    case = {"matter_id": story.case.pk}
    found = {"form": one_form(story), "six": six_forms(story)}
    ended = at_once(4, acted(story, "nashik.cwc", match.decide, pair_id=pair.pk, says="same"))
    found["confirm"] = {
        "ended": ended,
        "moves": seen(Move.unscoped.filter(matter=story.report, name="confirm_match").count),
    }
    found["produce"] = moved(story, "produce", at_once(4, acted(story, "nashik.home", care.produce, **case)))
    found["bed"] = last_bed(story)
    with transaction.atomic():
        sitting = story.place(at=FOUND)
        story.inquire(at=FOUND)
        handover.order_transfer(
            actor=story.land.bind("nashik.cwc"), sitting_id=sitting.pk, at=FOUND, to_district=place("Gaya")["district"],
            reason="home", **case,
        )  # fmt: skip
    found["agree"] = moved(story, "agree_transfer", at_once(4, acted(story, "gaya.cwc", handover.agree, **case)))
    order = {"escort_name": "A", "destination": "Gaya", "by_date": f"{FOUND:%Y-%m-%d}", "fallback": "home in Gaya"}
    escort = {
        "sitting_id": sitting.pk,
        "escort_no": story.land.offices["nashik.dcpu"].no,
        "answers": order,
        "opened": "",
    }
    ended = at_once(4, acted(story, "nashik.cwc", handover.order_escort, **escort, **case))
    found["escort"] = moved(story, "order_escort", ended)
    found["escort"]["replaced"] = seen(Move.unscoped.filter(matter=story.case, name="replace_escort").count)
    print("FOUND" + json.dumps(found))


if __name__ == "__main__":
    main()
