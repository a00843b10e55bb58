from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "haven.service"
    label = "service"
    verbose_name = "Service"
