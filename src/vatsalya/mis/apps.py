from vatsalya.lib.apps import HouseConfig


class MisConfig(HouseConfig):
    name = "vatsalya.mis"
    default = True
    label = "mis"

    def ready(self) -> None:
        """Make every report file known, then the duties."""
        from .engine import load_reports

        load_reports()
        super().ready()
