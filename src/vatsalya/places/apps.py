from vatsalya.lib.apps import HouseConfig


class PlacesConfig(HouseConfig):
    name = "vatsalya.places"
    default = True
    label = "places"
