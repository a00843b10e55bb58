"""The leaflet on the public host: as pages, in Easy Read, and as papers to print. What counts today comes from the
database as it was approved; in practice, where nobody has approved one, the words of this release stand with a mark."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from markupsafe import Markup

from haven.languages.asking import ENGLISH, WELSH
from haven.leaflets.papers import make_paper, rights_after
from haven.leaflets.texts import PAPERS, picture, text_of
from haven.web.language import ENGLISH_FOR_WELSH
from haven.web.public.pages import page


def _current(language: str, fmt: str) -> tuple[dict[str, Any], bytes, bool] | None:
    """Words, bytes, and whether somebody approved them; none in production where nobody did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, document FROM leaflets_current(%s, %s, %s)", [language, fmt, timezone.localdate()])
        row = cursor.fetchone()
    if row is not None:
        text = row[0] if isinstance(row[0], dict) else json.loads(row[0])
        return text, bytes(row[1] or b""), True
    if not settings.PRACTICE:
        return None
    if fmt in PAPERS:
        return {}, make_paper(fmt, language, settings.PUBLIC_URL, approved=False).bytes, False
    return text_of(language, fmt == "web_easy"), b"", False


def _asked() -> str:
    """The language of the address, whether or not the rest of the page is approved in it."""
    return WELSH if translation.get_language() in (WELSH, ENGLISH_FOR_WELSH) else ENGLISH


@require_safe
def leaflet(request: HttpRequest, easy: bool = False) -> HttpResponse:
    """What a notice and an order do, the twelve rights, safety; in Easy Read with pictures."""
    fmt = "web_easy" if easy else "web"
    words_in = _asked()
    found = _current(words_in, fmt)
    if found is None and words_in == WELSH:
        words_in, found = ENGLISH, _current(ENGLISH, fmt)
    values: dict[str, Any] = {"text": None, "words_in": words_in, "easy": easy, "missing": _asked() != words_in}
    if found is not None:
        values |= {"text": found[0], "unapproved": not found[2]}
        # Our own drawings, from files of this release.
        values["picture"] = lambda name: Markup(picture(name))  # noqa: S704
        values["rights_after"] = None if easy else rights_after(found[0])
    return page(request, "leaflet_easy" if easy else "leaflet", **values)


@require_safe
def paper(request: HttpRequest, fmt: str) -> HttpResponse:
    """The same to print. The file is called information, whatever is in it."""
    if fmt not in PAPERS:
        raise Http404
    found = _current(_asked(), fmt)
    if found is None:
        raise Http404
    answer = HttpResponse(found[1], content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="information.pdf"'
    return answer
