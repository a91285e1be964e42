from vatsalya.lib.apps import HouseConfig


class NoticesConfig(HouseConfig):
    name = "vatsalya.notices"
    default = True
    label = "notices"
