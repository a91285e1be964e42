"""The synthetic country as a part of the portal; it has no tables of its own."""

from django.apps import AppConfig


class CountryConfig(AppConfig):
    """Holds the command that fills a demonstration, a test or a benchmark."""

    name = "vatsalya.country"
    label = "country"
