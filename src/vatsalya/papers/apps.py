from vatsalya.lib.apps import HouseConfig


class PapersConfig(HouseConfig):
    name = "vatsalya.papers"
    default = True
    label = "papers"
