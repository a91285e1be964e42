from vatsalya.lib.apps import HouseConfig


class CncpConfig(HouseConfig):
    name = "vatsalya.cncp"
    default = True
    label = "cncp"
