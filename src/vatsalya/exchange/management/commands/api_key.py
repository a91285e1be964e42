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
        """What, for which office, and (where several may) which posting of the State society does it."""
        parser.add_argument("what", choices=["give", "rotate", "end", "list", "postings"])
        parser.add_argument(
            "--office", default="", help="code of the office whose system it is; kind:code where two share one"
        )
        parser.add_argument("--posting", type=int, help="the posting in whose name it is done; `postings` lists them")
        parser.add_argument("--label", default="", help="give: name of the system")
        parser.add_argument("--purpose", action="append", default=[], choices=sorted(law().codes("call_purposes")))
        parser.add_argument("--key", default="", help="rotate, end: the key's id")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        if options["what"] == "postings":
            return self._tell(keys.givers(options["office"], at=at))
        actor = from_posting(self._posting(options, at))
        try:
            with transaction.atomic():
                session.bind(actor, act="exchange.keys")
                self._do(actor, at, options)
        except Refused as no:
            raise CommandError(" ".join(law().words(one.code, "en", **one.facts) for one in no.refusals)) from None
        except (Forbidden, NotVisible):
            raise CommandError("This posting may not do that, or there is no such key in its area.") from None

    def _posting(self, options: dict[str, Any], at: Any) -> Any:
        """The posting that was named; else the only one that may do it for this office."""
        if options["posting"] is not None:
            posting = offices.posting(options["posting"], at)
            if posting is None:
                raise CommandError("No posting in force has this number; `api_key postings` lists those that may.")
            return posting
        found = keys.givers(options["office"], at=at)
        if len(found) != 1:
            self._tell(found)
            raise CommandError(
                f"{len(found)} postings may do this: name the office (--office CODE) or the posting (--posting N)."
            )
        return found[0]

    def _tell(self, found: list[Any]) -> None:
        """Number, role and office of each posting."""
        for one in found:
            self.stdout.write(f"{one.pk}\t{one.role}\t{one.office.code}\t{one.office.name_en}")

    def _do(self, actor: Any, at: Any, options: dict[str, Any]) -> None:
        if options["what"] == "list":
            for key in keys.listed(actor=actor):
                self.stdout.write(f"{key.pk}\t{key.posting.office.code}\t{'ended' if key.ended_at else 'in force'}")
        elif options["what"] == "end":
            keys.end(actor=actor, at=at, key_id=options["key"])
        elif options["what"] == "rotate":
            self._show(*keys.rotate(actor=actor, at=at, key_id=options["key"]))
        else:
            found = [one for one in keys.offices_for(actor) if keys.is_called(one, options["office"])]
            if len(found) > 1:
                known = ", ".join(f"{one.kind}:{one.code}" for one in found)
                raise CommandError(f"Several offices have this code; name one of {known}.")
            if not found:
                raise CommandError("No office of this code in the posting's area can have a system's key.")
            office = found[0]
            self._show(
                *keys.issue(
                    actor=actor, at=at, office_id=office.pk, label=options["label"], purposes=options["purpose"]
                )
            )  # fmt: skip

    def _show(self, key: Any, private: str) -> None:
        self.stdout.write(f"{key.pk}\n{private}")
