from vatsalya.lib.apps import HouseConfig


class ApiConfig(HouseConfig):
    name = "vatsalya.api"
    default = True
    label = "api"
