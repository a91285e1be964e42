"""What every package of the house does at start: make its named functions known."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

#: Modules that register something by being imported; law data names what is in them.
AT_START = ("guards", "follow", "tasks")


class HouseConfig(AppConfig):
    """A package of ours."""

    default = False
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the modules whose functions others find by name."""
        for module in AT_START:
            if find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
