from django.apps import AppConfig


class LeafletsConfig(AppConfig):
    name = "haven.leaflets"
    label = "leaflets"
    verbose_name = "Leaflets"
