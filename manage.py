#!/usr/bin/env python
"""Management commands; migrations and loading speak as the database's owner, sealing as the sealer."""

import os
import sys
from pathlib import Path

OWNER = {
    "demo_settle",
    "first_login",
    "offices_found",
    "migrate",
    "prepare",
    "install_walls",
    "demo_load",
    "demo_country",
    "makemigrations",
    "bench",
    "match_import",
    "match_query",
    "match_bulk",
}
UNDEFINED_TABLE = "42P01"
SEALER = {"audit_seal", "audit_verify", "audit_prove"}


def main() -> None:
    """Run one command in the right database role."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatsalya.config.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    role = "owner" if command in OWNER else "sealer" if command in SEALER else "app"
    os.environ.setdefault("VATSALYA_DB_ROLE", role)
    from django.core.management import execute_from_command_line
    from django.db.utils import ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != UNDEFINED_TABLE:
            raise
        sys.exit(
            "This database has no tables of the portal yet. Cure: ./vatsalya prepare\n"
            "इस डेटाबेस में पोर्टल की तालिकाएँ अभी नहीं हैं। उपाय: ./vatsalya prepare"
        )


if __name__ == "__main__":
    main()
