from django.apps import AppConfig


class LawdataConfig(AppConfig):
    name = "haven.lawdata"
    label = "lawdata"
    verbose_name = "Law as dated rows"
