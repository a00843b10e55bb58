from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "haven.staffing"
    label = "staffing"
    verbose_name = "Who is let in, with which role and rank"
