"""From a Django form to the parameters of the design system's macros. Used by parts/form.html.j2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from haven.web.parts.fields import Option, options_of
from haven.web.parts.law_links import law_link, law_linked
from haven.web.parts.moments import AFTER, BEFORE, PartsInput
from haven.web.parts.text import showable

_PART_LABELS = {"day": gettext_lazy("Day"), "month": gettext_lazy("Month"), "year": gettext_lazy("Year")}


def dropped(params: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not set: the macros ask whether a key is there."""
    return {key: value for key, value in params.items() if value not in (None, "", {}, [])}


def text_or_html(value: object) -> dict[str, Any]:
    return {"html": value} if isinstance(value, Markup) else {"text": str(value)}


def errors_of(bound: BoundField) -> list[str]:
    return [str(message) for message in bound.errors]


def error_message(bound: BoundField) -> dict[str, Any] | None:
    """Every error of the field in one message, each on its line."""
    messages = errors_of(bound)
    if not messages:
        return None
    words = {"visuallyHiddenText": _("Error")}
    linked = [law_linked(message) for message in messages]
    if len(linked) == 1 and linked[0] == escape(messages[0]):
        return words | {"text": messages[0]}
    return words | {"html": Markup("<br>").join(linked)}


def wrong_parts(bound: BoundField) -> frozenset[str]:
    """Which boxes of a date or moment the errors are about: all, when an error does not say."""
    parts: set[str] = set()
    for error in bound.errors.as_data():
        parts.update((error.params or {}).get("parts") or ("day", "month", "year", "time"))
    return frozenset(parts)


def first_id(bound: BoundField) -> str:
    """The id that the summary links to: the first wrong box, or the first answer."""
    base = bound.auto_id
    if isinstance(bound.field.widget, PartsInput):
        wrong = wrong_parts(bound)
        fields = bound.field.widget.typed._fields
        return f"{base}-{next((part for part in fields if part in wrong), 'day')}"
    return base


def error_links(form: forms.BaseForm) -> list[dict[str, Any]]:
    """The error summary: first what is wrong with the whole, then field by field in the order of the page."""
    links: list[dict[str, Any]] = [{"text": str(message)} for message in form.non_field_errors()]
    for bound in form:
        links += [{"text": message, "href": f"#{first_id(bound)}"} for message in errors_of(bound)]
    return links


def value_of(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else showable(str(value))


def label_params(bound: BoundField, label: object, size: str | None, heading: bool) -> dict[str, Any]:
    classes = f"govuk-label--{size}" if size else None
    return dropped(text_or_html(label or bound.label) | {"classes": classes, "isPageHeading": heading or None})


def legend_params(bound: BoundField, label: object, size: str | None, heading: bool, caption: object) -> dict[str, Any]:
    """The question. A caption ("Question 3 of 12") stands over a heading inside the legend."""
    classes = f"govuk-fieldset__legend--{size}" if size else None
    content = text_or_html(label or bound.label)
    if heading:
        above = Markup('<span class="govuk-caption-m">{}</span>').format(caption) if caption else Markup("")
        title = Markup('<h1 class="govuk-fieldset__heading">{}</h1>').format(label or bound.label)
        content = {"html": above + title}
    return dropped(content | {"classes": classes})


def hint_params(bound: BoundField, hint: object) -> dict[str, Any] | None:
    said = hint if hint is not None else bound.help_text
    return text_or_html(said) if said else None


def common(bound: BoundField, hint: object) -> dict[str, Any]:
    return {"name": bound.html_name, "hint": hint_params(bound, hint), "errorMessage": error_message(bound)}


def text_params(
    bound: BoundField,
    label: object = None,
    hint: object = None,
    size: str | None = None,
    heading: bool = False,
    **options: Any,
) -> dict[str, Any]:
    """For govukInput, govukTextarea, govukPasswordInput. `options` are the macro's own parameters."""
    params = common(bound, hint) | {"id": bound.auto_id, "label": label_params(bound, label, size, heading)}
    widget_type = bound.field.widget.attrs.get("type") or getattr(bound.field.widget, "input_type", None)
    if widget_type in ("tel", "email", "search"):
        params["type"] = widget_type
    if widget_type != "password":
        params["value"] = value_of(bound)
    params["disabled"] = bound.field.disabled or None
    return dropped(params | options)


def number_params(bound: BoundField, unit: object = None, width: int = 5, **options: Any) -> dict[str, Any]:
    """A number in a small box, its unit after it."""
    options |= {"inputmode": "numeric", "spellcheck": False, "classes": f"govuk-input--width-{width}"}
    return text_params(bound, suffix=text_or_html(unit) if unit else None, **options)


def lines_value(bound: BoundField) -> Markup:
    """The text of an area. Its line ends are written as character references, because the macros indent what they nest
    and would push spaces into a text that spans lines, more at every save."""
    return Markup(str(escape(value_of(bound))).replace("\r", "").replace("\n", "&#10;"))  # noqa: S704


# What the design system's counter says by itself in English. Welsh has six forms of a number; one wording serves them all.
_FORMS = ("zero", "one", "two", "few", "many", "other")
WELSH_COUNT: dict[str, Any] = {
    "textareaDescriptionText": "Gallwch roi hyd at %{count} nod",
    "charactersUnderLimitText": dict.fromkeys(_FORMS, "Mae gennych %{count} nod ar ôl"),
    "charactersAtLimitText": "Nid oes gennych nodau ar ôl",
    "charactersOverLimitText": dict.fromkeys(_FORMS, "Mae gennych %{count} nod yn ormod"),
}


def count_params(bound: BoundField, rows: int = 5, **options: Any) -> dict[str, Any]:
    """A text area that says how many characters are left, from the field's own limit."""
    limit = getattr(bound.field, "max_length", None)
    if get_language() == "cy":
        options |= WELSH_COUNT
    return text_params(bound, rows=rows, maxlength=limit, threshold=50, value=lines_value(bound), **options)


def file_params(bound: BoundField, **options: Any) -> dict[str, Any]:
    params = text_params(bound, **options)
    params.pop("value", None)
    return params


def option_params(option: Option, chosen: frozenset[str], reveals: Mapping[str, Any]) -> list[dict[str, Any]]:
    hint: object = option.hint
    if option.provision:
        cite = law_link(option.provision)
        hint = escape(option.hint) + " " + cite if option.hint else cite
    revealed = reveals.get(option.value)
    item = {
        "value": option.value,
        "text": option.label,
        "checked": option.value in chosen or None,
        "hint": text_or_html(hint) if hint else None,
        "conditional": {"html": revealed} if revealed else None,
    }
    divider = [{"divider": option.divider}] if option.divider else []
    return [*divider, dropped(item)]


def choice_params(
    bound: BoundField,
    label: object = None,
    hint: object = None,
    size: str | None = "m",
    heading: bool = False,
    caption: object = None,
    reveals: Mapping[str, Any] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """For govukRadios and govukCheckboxes. `reveals`: from an answer's value to the mark-up that it opens."""
    value = bound.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    chosen = frozenset(str(v) for v in values if v not in (None, ""))
    items = [p for option in _options(bound) for p in option_params(option, chosen, reveals or {})]
    fieldset = {"legend": legend_params(bound, label, size, heading, caption)}
    return dropped(common(bound, hint) | {"idPrefix": bound.auto_id, "items": items, "fieldset": fieldset} | options)


def _options(bound: BoundField) -> Sequence[Option]:
    own = getattr(bound.field, "options", None)
    return own if own is not None else options_of(bound.field.choices)  # type: ignore[attr-defined]


def confirm_params(bound: BoundField, label: object = None, hint: object = None, **options: Any) -> dict[str, Any]:
    """One box to tick."""
    item = dropped(
        text_or_html(label or bound.label)
        | {"value": "on", "checked": bool(bound.value()) or None, "hint": hint_params(bound, hint)}
    )
    params = {"name": bound.html_name, "idPrefix": bound.auto_id, "items": [item], "errorMessage": error_message(bound)}
    return dropped(params | options)


def select_params(
    bound: BoundField, label: object = None, hint: object = None, size: str | None = None, **options: Any
) -> dict[str, Any]:
    chosen = value_of(bound)
    empty = [{"value": "", "text": "", "selected": True if not chosen else None}]
    items = [{"value": o.value, "text": o.label, "selected": o.value == chosen or None} for o in _options(bound)]
    params = common(bound, hint) | {"id": bound.auto_id, "label": label_params(bound, label, size, False)}
    return dropped(
        params | {"items": [dropped(i) | {"value": i["value"], "text": i["text"]} for i in empty + items]} | options
    )


def date_params(
    bound: BoundField,
    label: object = None,
    hint: object = None,
    size: str | None = "s",
    heading: bool = False,
    caption: object = None,
    **options: Any,
) -> dict[str, Any]:
    """For govukDateInput: three boxes, the wrong ones marked."""
    wrong = wrong_parts(bound)
    items = []
    for part, width in (("day", 2), ("month", 2), ("year", 4)):
        red = " govuk-input--error" if part in wrong else ""
        item = {
            "id": f"{bound.auto_id}-{part}",
            "name": f"{bound.html_name}-{part}",
            "label": str(_PART_LABELS[part]),
            "classes": f"govuk-input--width-{width}{red}",
            "value": part_value(bound, part),
        }
        items.append(dropped(item))
    fieldset = {"legend": legend_params(bound, label, size, heading, caption)}
    params = common(bound, hint) | {"id": bound.auto_id, "items": items, "fieldset": fieldset}
    params.pop("name")
    return dropped(params | options)


def part_value(bound: BoundField, part: str) -> str:
    return showable(str(getattr(bound.value(), part, "") or ""))


def time_box_params(bound: BoundField, hint: object = None) -> dict[str, Any]:
    """The box for the time of a moment."""
    box = {
        "id": f"{bound.auto_id}-time",
        "name": f"{bound.html_name}-time",
        "label": {"text": _("Time")},
        "hint": text_or_html(hint) if hint else None,
        "value": part_value(bound, "time"),
        "classes": "govuk-input--width-5" + (" govuk-input--error" if "time" in wrong_parts(bound) else ""),
        "spellcheck": False,
        "autocomplete": "off",
        "formGroup": {"classes": "hv-time"},
    }
    return dropped(box) | {"spellcheck": False}


def asks_which(bound: BoundField) -> bool:
    """Whether the time that was typed happened twice, so that the page must ask which."""
    codes = {error.code for error in bound.errors.as_data()}
    return "twice" in codes or bool(part_value(bound, "fold"))


def fold_params(bound: BoundField) -> dict[str, Any]:
    """Before or after the clocks went back?"""
    chosen = part_value(bound, "fold")
    answers = ((BEFORE, _("Before the clocks went back")), (AFTER, _("After the clocks went back")))
    items = []
    for position, (value, words) in enumerate(answers):
        identity = f"{bound.auto_id}-fold" + ("" if position == 0 else f"-{position + 1}")
        items.append(dropped({"value": value, "text": words, "id": identity, "checked": value == chosen or None}))
    legend = {"text": _("Which of the two?"), "classes": "govuk-fieldset__legend--s"}
    name = f"{bound.html_name}-fold"
    return {"name": name, "idPrefix": f"{bound.auto_id}-fold", "items": items, "fieldset": {"legend": legend}}


def summary_params(form: forms.BaseForm | None, links: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any] | None:
    """For govukErrorSummary; none when nothing is wrong."""
    found = [*(error_links(form) if form is not None else ()), *links]
    return {"titleText": _("There is a problem"), "errorList": found} if found else None


GLOBALS = {
    "field_params": {
        "text": text_params,
        "number": number_params,
        "count": count_params,
        "file": file_params,
        "choice": choice_params,
        "confirm": confirm_params,
        "select": select_params,
        "date": date_params,
        "time_box": time_box_params,
        "fold": fold_params,
        "summary": summary_params,
    },
    "asks_which": asks_which,
}
