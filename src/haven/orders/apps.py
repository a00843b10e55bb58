from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "haven.orders"
    label = "orders"
    verbose_name = "Orders"
