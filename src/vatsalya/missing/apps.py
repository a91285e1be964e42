from vatsalya.lib.apps import HouseConfig


class MissingConfig(HouseConfig):
    name = "vatsalya.missing"
    default = True
    label = "missing"
