from vatsalya.lib.apps import HouseConfig


class PlacementsConfig(HouseConfig):
    name = "vatsalya.placements"
    default = True
    label = "placements"
