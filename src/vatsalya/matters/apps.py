from vatsalya.lib.apps import HouseConfig


class MattersConfig(HouseConfig):
    name = "vatsalya.matters"
    default = True
    label = "matters"
