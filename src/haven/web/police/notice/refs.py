"""The reference of a notice in an address, so that "notices/new" is never taken for one."""

from django.urls import register_converter


class NoticeRef:
    regex = "DN-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NoticeRef, "dn")
