from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "haven.parties"
    label = "parties"
    verbose_name = "Parties"
