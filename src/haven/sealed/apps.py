from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "haven.sealed"
    label = "sealed"
    verbose_name = "Sealed places"
