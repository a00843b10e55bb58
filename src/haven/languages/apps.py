from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "haven.languages"
    label = "languages"
    verbose_name = "Languages"
