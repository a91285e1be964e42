from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "vatsalya.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the weights, the chances and the growth curve once; a mistake in them stops the start with its place."""
        from . import calibration, growth, nicknames, weights

        weights.standard()
        calibration.standard()
        growth.curve()
        nicknames.data()
