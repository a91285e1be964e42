from vatsalya.lib.apps import HouseConfig


class DeskConfig(HouseConfig):
    name = "vatsalya.desk"
    default = True
    label = "desk"
