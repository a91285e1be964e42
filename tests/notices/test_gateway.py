"""Text messages go through the gateway that a file describes, again until they go, never when they are too old."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.conftest import AT
from vatsalya.config import start
from vatsalya.notices import actions, gateway, queries
from vatsalya.notices.channels import sms
from vatsalya.notices.models import Message

pytestmark = pytest.mark.django_db
PHONE = "0000012345"
NUMBERS = "\n".join(f'"{one}" = {{ en = "11{n}", hi = "22{n}" }}' for n, one in enumerate(gateway.TEMPLATES))
FILE = """
url = "{url}"
form = "{form}"
headers = {{ X-Key = "secret" }}
[fields]
mobile = "91{{phone}}"
message = "{{text}}"
template_id = "{{dlt}}"
unicode = "{{unicode}}"
[templates]
{numbers}
"""


@pytest.fixture
def described(listener: Any, settings: Any, tmp_path: Any) -> Any:
    """A gateway on this machine and the file that describes it."""

    def write(form: str = "json", text: str = FILE, numbers: str = NUMBERS) -> Any:
        file = tmp_path / f"{form}.toml"
        file.write_text(text.format(url=listener.url, form=form, numbers=numbers), encoding="utf-8")
        settings.SMS_GATEWAY, settings.DEMO = str(file), False
        return listener

    return write


def say(body: str = "कोड 123456", template: str = "track.code") -> None:
    actions.text(phone=PHONE, template=template, body=body, at=AT)


def test_a_message_arrives_with_its_number_of_the_register_in_its_language(described):
    listener = described()
    say()
    say("Code 123456")
    assert sms.send_due(at=AT) == 2
    said = sorted((json.loads(body) for _, body in listener.got), key=lambda one: one["unicode"])
    assert [one["message"] for one in said] == ["Code 123456", "कोड 123456"]
    assert [one["template_id"] for one in said] == ["111", "221"] and {one["mobile"] for one in said} == {f"91{PHONE}"}
    assert listener.got[0][0]["X-Key"] == "secret"
    assert sms.send_due(at=AT + timedelta(hours=1)) == 0 and len(listener.got) == 2


def test_text_and_number_lie_sealed_and_the_text_goes_when_it_was_sent(described):
    described()
    say()
    waits = Message.objects.get()
    assert b"123456" not in bytes(waits.body_sealed) and waits.body == "कोड 123456"
    assert PHONE.encode() not in bytes(waits.to_sealed)
    sms.send_due(at=AT)
    assert Message.objects.get().body == ""


def test_a_gateway_that_wants_a_form_gets_one(described):
    listener = described("form")
    say("a & b = {c}")
    sms.send_due(at=AT)
    head, body = listener.got[0]
    assert head["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode())["message"] == ["a & b = {c}"]


def test_what_the_gateway_does_not_take_is_tried_again_later(described):
    listener = described()
    listener.status = 500
    say()
    assert sms.send_due(at=AT) == 0
    assert sms.send_due(at=AT + timedelta(seconds=30)) == 0 and len(listener.got) == 1
    listener.status = 200
    assert sms.send_due(at=AT + timedelta(seconds=61)) == 1 and len(listener.got) == 2


def test_a_code_that_comes_too_late_is_not_sent_but_news_are(described):
    listener = described()
    say()
    say(template="missing.registered")
    sms.send_due(at=AT + timedelta(minutes=11))
    assert [json.loads(body)["template_id"] for _, body in listener.got] == ["224"]
    told = queries.messages(at=AT + timedelta(minutes=12))
    assert told == {"sent": 1, "waiting": 0, "tried_in_vain": 0, "given_up": 1, "oldest_s": 0}


def test_without_a_gateway_messages_wait_and_it_is_told(settings):
    settings.SMS_GATEWAY, settings.DEMO = "", False
    say()
    sms.send_due(at=AT)
    told = queries.messages(at=AT + timedelta(minutes=9))
    assert (told["waiting"], told["tried_in_vain"], told["oldest_s"]) == (1, 1, 540)
    assert Message.objects.get().sent_at is None


@pytest.mark.parametrize(
    ("text", "numbers", "why"),
    [
        (FILE.replace("{{dlt}}", "{{otp}}"), NUMBERS, "no value may hold {otp}"),
        (FILE.replace("91{{phone}}", "91"), NUMBERS, "{phone} is missing"),
        (FILE.replace("{{text}}", "{{text"), NUMBERS, "{text} is missing"),
        (FILE, NUMBERS.replace('hi = "221"', 'hi = ""'), "track.code has no number (hi)"),
        (FILE, f'{NUMBERS}\n"citizen.hello" = "1"', "citizen.hello is never sent"),
        (FILE.replace("{form}", "xml"), NUMBERS, "form is json or form"),
        (FILE.replace("{url}", "http://gateway.example/send"), NUMBERS, "url needs https"),
        (FILE + "[[", NUMBERS, ".toml:"),
        ("address = 1", "", "address"),
    ],
)
def test_a_wrong_file_stops_the_start_and_says_where(described, text, numbers, why):
    described(text=text, numbers=numbers)
    gateway.read.cache_clear()
    problems = start.gateway_problems()
    assert len(problems) == 1 and why in problems[0]


def test_a_right_file_and_no_file_are_no_problem(described, settings):
    described()
    gateway.read.cache_clear()
    assert start.gateway_problems() == []
    settings.SMS_GATEWAY = ""
    assert start.gateway_problems() == []
