from vatsalya.lib.apps import HouseConfig


class HelplineConfig(HouseConfig):
    name = "vatsalya.helpline"
    default = True
    label = "helpline"
