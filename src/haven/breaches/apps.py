from django.apps import AppConfig


class BreachesConfig(AppConfig):
    name = "haven.breaches"
    label = "breaches"
    verbose_name = "Breaches"
