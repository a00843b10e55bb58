"""References in addresses, so that a word is never taken for one."""

from django.urls import register_converter


class _Plain:
    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ApplicationRef(_Plain):
    regex = "DA-[0-9A-Z]{4}-[0-9A-Z]{4}"


class OrderRef(_Plain):
    regex = "DO-[0-9A-Z]{4}-[0-9A-Z]{4}"


class NoticeRef(_Plain):
    regex = "DN-[0-9A-Z]{4}-[0-9A-Z]{4}"


class CaseRef(_Plain):
    regex = "DC-[0-9A-Z]{4}-[0-9A-Z]{4}"


class HearingId(_Plain):
    regex = "[a-z2-7]{20,32}"


register_converter(ApplicationRef, "application")
register_converter(OrderRef, "order")
register_converter(NoticeRef, "notice")
register_converter(CaseRef, "caseref")
register_converter(HearingId, "hearing")
