from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "vatsalya.audit"
    label = "audit"
