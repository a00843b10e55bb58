"""Form fields of Haven's pages. Each says what is wrong in a sentence with its own label, and loses nothing typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from haven.web.parts import text as typed_text
from haven.web.parts import wording
from haven.web.parts.wording import Named, Words

NAME_LENGTH = 200
LINE_LENGTH = 200
ACCOUNT_LENGTH = 5000
REASON_LENGTH = 2000
POSTCODE = re.compile(r"(?:GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


class TextField(Named):
    """One line of text of any script."""

    widget: type[forms.Widget] | forms.Widget = forms.TextInput
    lines = False

    def __init__(self, *, max_length: int = LINE_LENGTH, called: Words | None = None, **kwargs: Any) -> None:
        self.max_length, self.called = max_length, called
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        raw = "" if value is None else str(value)
        if typed_text.is_blank(raw):
            return ""
        tidy = typed_text.tidy_lines(raw) if self.lines else typed_text.tidy_line(raw)
        if typed_text.has_unprintable(tidy, lines=self.lines):
            raise ValidationError(wording.unprintable(self), code="unprintable")
        return tidy

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(wording.enter(self), code="required")
        if len(value) > self.max_length:
            raise ValidationError(wording.too_long(self, self.max_length, len(value)), code="too_long")


class PersonNameField(TextField):
    """A name as the person writes it: any script, one letter or two hundred, apostrophes, hyphens, digits."""

    def __init__(self, *, max_length: int = NAME_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class AccountField(TextField):
    """What somebody says happened: long, with its lines kept."""

    widget = forms.Textarea
    lines = True

    def __init__(self, *, max_length: int = ACCOUNT_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class ReasonField(AccountField):
    """Reasons for a decision: at least `least` characters, so that a full stop is not a reason."""

    def __init__(self, *, least: int = 10, max_length: int = REASON_LENGTH, **kwargs: Any) -> None:
        self.least = least
        super().__init__(max_length=max_length, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and len(value) < self.least:
            raise ValidationError(_("%(title)s must be a sentence or more") % {"title": self.title()}, code="too_short")


class PostcodeField(TextField):
    """A UK postcode however spaced, given out as "CR0 1VV". `partial` also takes the first half, for searching."""

    def __init__(self, *, partial: bool = False, **kwargs: Any) -> None:
        self.partial = partial
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        tidy = super().to_python(value)
        compact = re.sub(r"[\s.\-]", "", typed_text.narrow(tidy)).upper()
        if not compact:
            return ""
        if POSTCODE.fullmatch(compact):
            return f"{compact[:-3]} {compact[-3:]}"
        if self.partial and OUTWARD.fullmatch(compact):
            return compact
        raise ValidationError(
            _("%(title)s must be a full UK postcode, like CR0 1VV") % {"title": self.title()}, code="form"
        )


class PhoneField(TextField):
    """A phone number however spaced, given out as +441632960001. Numbers of other countries start with +."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def to_python(self, value: Any) -> str:
        tidy = super().to_python(value)
        if not tidy:
            return ""
        compact = re.sub(r"[\s().\-/]", "", typed_text.narrow(tidy).replace("(0)", ""))
        compact = re.sub(r"^00", "+", compact)
        if re.fullmatch(r"0[1-9][0-9]{8,9}", compact, re.ASCII):
            return f"+44{compact[1:]}"
        if re.fullmatch(r"\+[1-9][0-9]{6,14}", compact, re.ASCII):
            return compact
        said = _("Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192")
        raise ValidationError(said, code="form")


class WholeNumberField(TextField):
    """A number of things, `least` to `most`: "1,500" and "1500" are the same."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def sentence(self) -> str:
        words = {"named": self.named(), "least": wording.number(self.least), "most": wording.number(self.most)}
        return _("Enter %(named)s, from %(least)s to %(most)s") % words

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int):
            return value
        compact = re.sub(r"[\s,]", "", typed_text.narrow(super().to_python(value)))
        if not compact:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", compact, re.ASCII) or not self.least <= int(compact) <= self.most:
            raise ValidationError(self.sentence(), code="range")
        return int(compact)

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(self.sentence(), code="required")


@dataclass(frozen=True)
class Option:
    """One answer of a choice. `divider` ("or") stands before it."""

    value: str
    label: str
    hint: str = ""
    provision: str = ""
    divider: str = ""


def options_of(choices: Iterable[Any]) -> tuple[Option, ...]:
    """Options, from Options, pairs (value, label), or triples with a hint."""
    return tuple(c if isinstance(c, Option) else Option(str(c[0]), *c[1:]) for c in choices)


class OneOf(Named, forms.ChoiceField):
    """One answer of several. Nothing is preselected: a decision is made, not left standing."""

    widget: type[forms.Widget] | forms.Widget = forms.RadioSelect

    def __init__(self, options: Sequence[Any], *, called: Words | None = None, **kwargs: Any) -> None:
        self.called, self.options = called, options_of(options)
        super().__init__(choices=[(o.value, o.label) for o in self.options], **kwargs)

    def set_options(self, options: Sequence[Any]) -> None:
        """Other answers for this form alone (its fields are copies)."""
        self.options = options_of(options)
        self.choices = [(o.value, o.label) for o in self.options]

    def validate(self, value: Any) -> None:
        if self.required and value in self.empty_values:
            raise ValidationError(wording.choose(self), code="required")
        if value and not self.valid_value(value):
            raise ValidationError(_("Choose one of the answers shown"), code="invalid_choice")


class Picked(OneOf):
    """One of many, in a list box with an empty first line."""

    widget = forms.Select


class YesNo(OneOf):
    """Yes or no, given out as True, False, or None when nothing was chosen and nothing had to be."""

    def __init__(self, *, yes: str = "", no: str = "", **kwargs: Any) -> None:
        super().__init__((("yes", yes or _("Yes")), ("no", no or _("No"))), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value))


class SeveralOf(Named, forms.MultipleChoiceField):
    """Any number of answers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, options: Sequence[Any], *, called: Words | None = None, **kwargs: Any) -> None:
        self.called, self.options = called, options_of(options)
        super().__init__(choices=[(o.value, o.label) for o in self.options], **kwargs)

    set_options = OneOf.set_options

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(str(v) for v in value)) if isinstance(value, list | tuple) else []

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(wording.choose(self), code="required")
        if not all(self.valid_value(v) for v in value):
            raise ValidationError(_("Choose from the answers shown"), code="invalid_choice")


class Confirmed(Named, forms.BooleanField):
    """A box that must be ticked. `missing` is the sentence when it is not."""

    def __init__(self, *, missing: str = "", **kwargs: Any) -> None:
        self.called, self.missing = None, missing
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.missing or _("Confirm: %(label)s") % {"label": self.label}, code="required")


class UploadField(Named, forms.FileField):
    """One file: its size and kind are looked at here; what it holds is looked at where it is kept."""

    def __init__(self, *, kinds: Sequence[str], most_bytes: int, called: Words | None = None, **kwargs: Any) -> None:
        self.kinds, self.most_bytes, self.called = tuple(k.lower() for k in kinds), most_bytes, called
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            if self.required:
                raise ValidationError(_("Choose a file for %(named)s") % {"named": self.named()}, code="required")
            return None
        if not data.size:
            raise ValidationError(_("The file is empty. Choose another"), code="empty")
        if data.size > self.most_bytes:
            limit = {"megabytes": max(1, self.most_bytes // 1_000_000)}
            raise ValidationError(_("The file must be smaller than %(megabytes)s MB") % limit, code="size")
        if not data.name.lower().endswith(tuple(f".{kind}" for kind in self.kinds)):
            kinds = {"kinds": ", ".join(kind.upper() for kind in self.kinds)}
            raise ValidationError(_("The file must be one of these kinds: %(kinds)s") % kinds, code="kind")
        return data
