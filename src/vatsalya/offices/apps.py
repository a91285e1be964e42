from vatsalya.lib.apps import HouseConfig


class OfficesConfig(HouseConfig):
    name = "vatsalya.offices"
    default = True
    label = "offices"
