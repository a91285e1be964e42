from vatsalya.lib.apps import HouseConfig


class AccessConfig(HouseConfig):
    name = "vatsalya.access"
    default = True
    label = "access"
