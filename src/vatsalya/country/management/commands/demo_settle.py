"""Founds the offices of the synthetic country and the demo's logins; does nothing the second time."""

from typing import Any

from django.core.management.base import BaseCommand

from vatsalya.country.settle import settle


class Command(BaseCommand):
    help = "Offices and demo logins (as the owner)."

    def handle(self, *args: Any, **options: Any) -> None:
        if made := settle():
            self.stdout.write(f"{made} offices")
