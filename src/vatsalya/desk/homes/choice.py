"""The homes that an order may name, each with its free places."""

from django.utils.translation import gettext as _

from vatsalya.placements import actions as placements
from vatsalya.placements import occupancy


def of_homes(district_code: int, lang: str) -> list[tuple[str, str]]:
    """Homes of the district as choices: the name, and how many places are free now."""
    found = placements.homes_for(district_code)
    free = occupancy.free_of([home.pk for home in found])
    words = {home.pk: getattr(home, f"name_{lang}") for home in found}
    return [
        (str(pk), f"{name} ({_('free places')}: {max(0, free[pk])})" if pk in free else name)
        for pk, name in words.items()
    ]
