"""Makes a database ready to serve: tables, the wall, the places of India. May be run again."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from vatsalya.access import sql
from vatsalya.places import actions as places
from vatsalya.places.models import State


class Command(BaseCommand):
    help = "Migrates, puts up row security and triggers, loads the place directory (as the owner)."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_bad_locale()
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            self.stdout.write(f"{sql.install()} protected tables behind the wall")
        if not State.objects.exists():
            self.stdout.write(f"places: {places.load(folder=settings.ROOT / 'src' / 'vatsalya' / 'data')}")


def refuse_bad_locale() -> None:
    """Stop in a database whose locale breaks Hindi search without an error."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gist")
        cursor.execute("SELECT show_trgm('किशोरी')")
        if cursor.fetchone()[0]:
            return
    raise SystemExit(
        "This database has locale C: searching Hindi names finds nothing, without any error.\n"
        "Make it anew with: createdb --locale=C.UTF-8 --template=template0 vatsalya\n"
        "इस डेटाबेस का locale C है: हिंदी नाम खोजने पर कुछ नहीं मिलेगा। इसे C.UTF-8 में बनाएँ।"
    )
