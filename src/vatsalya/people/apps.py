from vatsalya.lib.apps import HouseConfig


class PeopleConfig(HouseConfig):
    name = "vatsalya.people"
    default = True
    label = "people"
