from django.apps import AppConfig


class SupportersConfig(AppConfig):
    name = "haven.supporters"
    label = "supporters"
    verbose_name = "Supporters"
