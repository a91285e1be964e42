"""Put up the database's wall (row security, copying and audit triggers) after migrating."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from vatsalya.access import sql


class Command(BaseCommand):
    help = "Row security, copying triggers and audit triggers on all protected tables (as owner)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sql.install()} protected tables")
