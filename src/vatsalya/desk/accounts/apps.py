from django.apps import AppConfig


class DeskAccountsConfig(AppConfig):
    name = "vatsalya.desk.accounts"
    label = "desk_accounts"
