"""The design system's macros, as functions that page templates call: `{{ govukButton({...}) }}`.

The macros look up parameters that may be absent, so they need an environment that forgives; our own templates run in a
strict one, where a misspelt name fails. Hence two environments, and functions as the bridge.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import jinja2
from markupsafe import Markup

COMPONENTS = {
    "govukBackLink": "back-link",
    "govukButton": "button",
    "govukCharacterCount": "character-count",
    "govukCheckboxes": "checkboxes",
    "govukDateInput": "date-input",
    "govukDetails": "details",
    "govukErrorMessage": "error-message",
    "govukErrorSummary": "error-summary",
    "govukFieldset": "fieldset",
    "govukFileUpload": "file-upload",
    "govukHint": "hint",
    "govukInput": "input",
    "govukInsetText": "inset-text",
    "govukLabel": "label",
    "govukPasswordInput": "password-input",
    "govukRadios": "radios",
    "govukSelect": "select",
    "govukSkipLink": "skip-link",
    "govukSummaryList": "summary-list",
    "govukTextarea": "textarea",
}


@cache
def _environment() -> jinja2.Environment:
    package = jinja2.PackageLoader("govuk_frontend_jinja")
    loader = jinja2.PrefixLoader({"govuk_frontend_jinja": package})
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def macro(name: str) -> Callable[..., Markup]:
    """The macro of that name, compiled once in a process."""
    template = _environment().get_template(f"govuk_frontend_jinja/components/{COMPONENTS[name]}/macro.html")
    found: Callable[..., Markup] = getattr(template.module, name)
    return found


def _bridge(name: str) -> Callable[..., Markup]:
    def call(params: dict[str, object], caller: Callable[[], str] | None = None) -> Markup:
        return macro(name)(params, caller=caller) if caller else macro(name)(params)

    call.__name__ = name
    return call


GLOBALS = {name: _bridge(name) for name in COMPONENTS}
