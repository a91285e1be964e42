from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "vatsalya.law"
    label = "law"
