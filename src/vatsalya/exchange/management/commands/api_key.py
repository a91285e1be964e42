"""`./vatsalya api_key`: give, replace or end the key of a department's system from the server's console."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from vatsalya.access import session
from vatsalya.access.actor import from_posting
from vatsalya.exchange import keys
from vatsalya.law.load import law
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.offices import queries as offices


class Command(BaseCommand):
    help = "Gives, replaces or ends the key of a department's system. The private half is printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who does it (a posting of the State society or the administrator), and what."""
        parser.add_argument("what", choices=["give", "rotate", "end", "list"])
        parser.add_argument("--posting", type=int, required=True, help="the posting in whose name it is done")
        parser.add_argument("--office", help="give: code of the office")
        parser.add_argument("--label", default="", help="give: name of the system")
        parser.add_argument("--purpose", action="append", default=[], choices=sorted(law().codes("call_purposes")))
        parser.add_argument("--key", default="", help="rotate, end: the key's id")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        posting = offices.posting(options["posting"], at)
        if posting is None:
            raise CommandError("No posting in force has this number.")
        actor = from_posting(posting)
        try:
            with transaction.atomic():
                session.bind(actor, act="exchange.keys")
                self._do(actor, at, options)
        except Refused as no:
            raise CommandError(" ".join(law().words(one.code, "en", **one.facts) for one in no.refusals)) from None
        except (Forbidden, NotVisible):
            raise CommandError("This posting may not do that, or there is no such key in its area.") from None

    def _do(self, actor: Any, at: Any, options: dict[str, Any]) -> None:
        if options["what"] == "list":
            for key in keys.listed(actor=actor):
                self.stdout.write(f"{key.pk}\t{key.posting.office.code}\t{'ended' if key.ended_at else 'in force'}")
        elif options["what"] == "end":
            keys.end(actor=actor, at=at, key_id=options["key"])
        elif options["what"] == "rotate":
            self._show(*keys.rotate(actor=actor, at=at, key_id=options["key"]))
        else:
            office = next((one for one in keys.offices_for(actor) if one.code == options["office"]), None)
            if office is None:
                raise CommandError("No office of this code in the posting's area can have a system's key.")
            self._show(
                *keys.issue(
                    actor=actor, at=at, office_id=office.pk, label=options["label"], purposes=options["purpose"]
                )
            )  # fmt: skip

    def _show(self, key: Any, private: str) -> None:
        self.stdout.write(f"{key.pk}\n{private}")
