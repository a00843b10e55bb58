"""The Jinja2 environment of every page. Django's Jinja2 backend calls `environment` with its options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from markupsafe import Markup

from haven.web.language import page_language
from haven.web.parts import govuk, law_links, rendering, words

WEB = Path(__file__).resolve().parent.parent


def template_folders() -> list[Path]:
    """The folder `templates` of each part of the web surface, parts first: a page never shadows a layout."""
    folders = sorted(WEB.glob("*/templates"))
    return sorted(folders, key=lambda folder: folder.parent.name != "parts")


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page: `url("case", ref)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def opt(thing: object, name: str) -> object:
    """A field that a dictionary or object may lack: none then. For parameters of our macros, not for typing errors."""
    if isinstance(thing, Mapping):
        return thing.get(name)
    return getattr(thing, name, None)


@jinja2.pass_context
def csrf(context: jinja2.runtime.Context) -> Markup:
    """The hidden field that every form which changes something must carry. Call it in the page, not in a macro."""
    field = context.get("csrf_input")
    if field is None:
        raise LookupError("This page was rendered without a request, so its form would be refused.")
    return Markup(str(field))  # noqa: S704  Django made and escaped it


def environment(**options: Any) -> jinja2.Environment:
    """Autoescaped and strict: a name that does not exist is an error, never an empty place on a page."""
    loaders: list[jinja2.BaseLoader] = [jinja2.FileSystemLoader([str(f) for f in template_folders()])]
    given = options.pop("loader", None)
    if given is not None:
        loaders.append(given)
    options |= {"loader": jinja2.ChoiceLoader(loaders), "undefined": jinja2.StrictUndefined, "autoescape": True}
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n", "jinja2.ext.do"]
    env = jinja2.Environment(**options)  # noqa: S701  autoescape is set above
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    env.globals.update(
        govuk.GLOBALS | rendering.GLOBALS, static=static, url=url, csrf=csrf, opt=opt, page_language=page_language
    )
    env.filters.update(words.FILTERS | law_links.FILTERS)
    return env
