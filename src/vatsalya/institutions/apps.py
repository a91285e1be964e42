from vatsalya.lib.apps import HouseConfig


class InstitutionsConfig(HouseConfig):
    name = "vatsalya.institutions"
    default = True
    label = "institutions"
