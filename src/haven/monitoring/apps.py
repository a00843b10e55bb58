from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "haven.monitoring"
    label = "monitoring"
    verbose_name = "Tags"
