from django.apps import AppConfig


class LawkeepingConfig(AppConfig):
    name = "haven.lawkeeping"
    label = "lawkeeping"
    verbose_name = "Keeping the dated rows of the law"
