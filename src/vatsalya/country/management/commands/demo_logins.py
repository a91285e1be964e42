"""Prints the demo's logins with the second factor of this moment."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from vatsalya.country.settle import LOGINS, PASSWORD, code_now, secret
from vatsalya.law.load import law


class Command(BaseCommand):
    help = "The demo's sign-in names, the password, and how to get the six digits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "username": name,
                "role": law().roles[role].label["en"],
                "office": code,
                "password": PASSWORD,
                "secret": secret(name),
                "code": code_now(name),
            }
            for name, (_kind, code, role, _number) in LOGINS.items()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        self.stdout.write(f"Password of all: {PASSWORD}. Six digits: as below now, later ./vatsalya demo_logins")
        for row in rows:
            self.stdout.write(f"  {row['username']:<18} {row['code']}  {row['role']} · {row['office']}")
