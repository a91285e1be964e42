from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The top of the house: checks at start."""

    name = "vatsalya.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks that every command runs before it does anything."""
        import_module("vatsalya.config.start")
