from django.apps import AppConfig


class LineConfig(AppConfig):
    name = "haven.line"
    label = "line"
    verbose_name = "Line"
