from vatsalya.lib.apps import HouseConfig


class PlansConfig(HouseConfig):
    name = "vatsalya.plans"
    default = True
    label = "plans"
