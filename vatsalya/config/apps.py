from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "vatsalya.config"
    label = "config"
