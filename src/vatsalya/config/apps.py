from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The top of the house: checks at start."""

    name = "vatsalya.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks that every command runs before it does anything."""
        from vatsalya.lib import memory

        from . import start

        start.register_checks()
        memory.keep_loaded()
