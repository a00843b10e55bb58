"""The form that every page builds on, and in one place the fields to build it from.

Pages render fields with the macros of parts/form.html.j2. The browser checks nothing (`novalidate`): what is wrong is
said here, in sentences, beside the field and in the summary.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django import forms

from haven.web.parts.fields import (
    AccountField,
    Confirmed,
    OneOf,
    Option,
    PersonNameField,
    PhoneField,
    Picked,
    PostcodeField,
    ReasonField,
    SeveralOf,
    TextField,
    UploadField,
    WholeNumberField,
    YesNo,
)
from haven.web.parts.moments import DayField, LocalMomentField, LocalTimeField
from haven.web.parts.words import cite_short

__all__ = [
    "AccountField",
    "Confirmed",
    "DayField",
    "HavenForm",
    "LocalMomentField",
    "LocalTimeField",
    "OneOf",
    "Option",
    "PersonNameField",
    "PhoneField",
    "Picked",
    "PostcodeField",
    "ReasonField",
    "SeveralOf",
    "TextField",
    "UploadField",
    "WholeNumberField",
    "YesNo",
]


class HasFinding(Protocol):
    """A finding, as far as a form needs it."""

    @property
    def because(self) -> str: ...

    @property
    def provision(self) -> str: ...


class HavenForm(forms.Form):
    """A form with our wording. `now` is the instant of the request, for fields that look at past and future."""

    use_required_attribute = False

    def __init__(self, *args: Any, now: datetime | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.now = now
        for field in self.fields.values():
            if hasattr(field, "now"):
                field.now = now

    def refuse(self, findings: Iterable[HasFinding], field: str | None = None) -> None:
        """Put what an operation refused beside a field, or at the top: each reason with its provision."""
        for finding in findings:
            source = cite_short(finding.provision)
            self.add_error(field, f"{finding.because} ({source})" if source else finding.because)
