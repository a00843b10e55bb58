"""The reference of an order in these addresses, so that a word is never taken for one."""

from django.urls import register_converter


class OrderReference:
    regex = "DO-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ApplicationReference(OrderReference):
    regex = "DA-[0-9A-Z]{4}-[0-9A-Z]{4}"


register_converter(OrderReference, "orderref")
register_converter(ApplicationReference, "applicationref")
