from vatsalya.lib.apps import HouseConfig


class PublicConfig(HouseConfig):
    name = "vatsalya.public"
    default = True
    label = "public"
