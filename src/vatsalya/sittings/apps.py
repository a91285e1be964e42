from vatsalya.lib.apps import HouseConfig


class SittingsConfig(HouseConfig):
    name = "vatsalya.sittings"
    default = True
    label = "sittings"
