from vatsalya.lib.apps import HouseConfig


class ExchangeConfig(HouseConfig):
    name = "vatsalya.exchange"
    default = True
    label = "exchange"
