from django.apps import AppConfig


class CourtsConfig(AppConfig):
    name = "haven.courts"
    label = "courts"
    verbose_name = "Courts"
