"""Appoints the first officer of an installation, whom nobody above could appoint; prints the invitation once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from vatsalya.lib.clock import now
from vatsalya.lib.errors import Refused
from vatsalya.offices import cascade


class Command(BaseCommand):
    help = "A ministry officer or auditor, whom no role appoints; the others are appointed in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="the officer's full name")
        parser.add_argument("--order", required=True, help="number of the order of appointment")
        parser.add_argument("--phone", default="")
        parser.add_argument("--role", default="ministry_officer", choices=cascade.first_roles())
        parser.add_argument("--office", default="IN", help="code of the ministry's office")
        parser.add_argument("--language", default="hi", choices=["hi", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            posting, token = cascade.appoint_first(
                at=now(), office_code=options["office"], role=options["role"], full_name=options["name"],
                phone=options["phone"], order_no=options["order"], language=options["language"],
            )  # fmt: skip
        except Refused as refused:
            raise CommandError(f"not appointed: {', '.join(refused.codes)}") from refused
        self.stdout.write(f"Sign-in name: {posting.account.username}")
        self.stdout.write(
            f"One-time invitation, for three days: {settings.BASE_URL}{reverse('invitation', args=[token])}"
        )
