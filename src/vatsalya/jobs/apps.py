from vatsalya.lib.apps import HouseConfig


class JobsConfig(HouseConfig):
    name = "vatsalya.jobs"
    default = True
    label = "jobs"
