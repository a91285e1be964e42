from vatsalya.lib.apps import HouseConfig


class CitizensConfig(HouseConfig):
    name = "vatsalya.citizens"
    default = True
    label = "citizens"
