"""`python -m scripts.launch.ready COMMAND …`: several management commands in one start of Django, as the owner."""

import os
import sys


def main(commands: list[str]) -> None:
    """Run them in order; the first that fails ends it."""
    os.environ["VATSALYA_DB_ROLE"] = "owner"
    import django
    from django.core.management import call_command

    django.setup()
    for command in commands:
        call_command(*command.split())


if __name__ == "__main__":
    main(sys.argv[1:])
