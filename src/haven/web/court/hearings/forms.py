"""What is asked at a hearing: its notice, its beginning, that it is vacated."""

from __future__ import annotations

from typing import Any

from haven.courts.operations.list_hearing import MOST_WHY
from haven.web.court.common import ActForm
from haven.web.parts.forms import AccountField, LocalMomentField, OneOf, ReasonField, TextField

RULES = ("given", "left_s29_5", "efforts_s29_6")
WORDS = {
    "given": "Given to the subject",
    "left_s29_5": "Left at the address that the subject gave",
    "efforts_s29_6": "Not given: the subject gave no address, and reasonable efforts were made",
}


class NoticeForm(ActForm):
    """How the subject was given notice of the hearing (s.29(4)-(6))."""

    rule = OneOf((), label="How was notice given?", called="how notice was given")
    given_at = LocalMomentField(label="When?", called="the time", past=True)
    efforts = AccountField(
        label="What was tried, where and when",
        called="what was tried",
        help_text="Do not write where the protected person lives",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, address_given: bool | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [code for code in RULES if _fits(code, address_given)]
        field: Any = self.fields["rule"]
        field.set_options([(code, WORDS[code]) for code in offered])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rule") == "efforts_s29_6" and not data.get("efforts") and "efforts" not in self.errors:
            self.add_error("efforts", "Enter what was tried, where and when")
        return data


def _fits(code: str, address_given: bool | None) -> bool:
    if code == "left_s29_5":
        return address_given is True
    return code != "efforts_s29_6" or address_given is not True


class VacateForm(ActForm):
    why = ReasonField(label="Why is the hearing vacated?", called="why the hearing is vacated", max_length=MOST_WHY)


class BeginForm(ActForm):
    begun_at = LocalMomentField(label="When did it begin?", called="the time it began", past=True)


class AdviceForm(ActForm):
    """The reading that the court's legal adviser chooses on a point that the law leaves open."""

    reading = TextField(label="The reading you choose", max_length=300, called="the reading you choose")
    permits = OneOf(
        (("yes", "It may be done on this reading"), ("no", "It may not be done on this reading")),
        label="What follows from it",
        called="what follows from it",
    )
    reasons = ReasonField(label="Reasons", called="your reasons", least=20)
