"""After an upgrade of the matching rules: writes every open file's searchable form anew, in parts."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db import transaction

from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.clock import now
from vatsalya.matching import actions as engine
from vatsalya.missing import republish


class Command(BaseCommand):
    help = "match_again [--after ID] [--json]: spellings and keys by today's rules; goes on after the ID it told last."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=UUID, help="the last file that was written")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        after, written = options["after"], 0
        while True:
            with transaction.atomic():
                session.bind(machine("matching"), act="matching.again")
                after, count = republish.part(after=after, at=now())
            if after is None:
                break
            written += count
            self.stderr.write(f"{written:,} files written, the last is {after}")
        with transaction.atomic():
            session.bind(machine("matching"), act="matching.again")
            engine.recount()
        told = {"files": written}
        self.stdout.write(json.dumps(told) if options["json"] else f"{written:,} files written")
