from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "haven.figures"
    label = "figures"
    verbose_name = "Figures"
