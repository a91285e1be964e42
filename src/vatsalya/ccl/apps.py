from vatsalya.lib.apps import HouseConfig


class CclConfig(HouseConfig):
    name = "vatsalya.ccl"
    default = True
    label = "ccl"
