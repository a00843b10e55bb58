"""The 48-hour clock board: the page, and the part of it that is fetched again each minute."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haven.cases.models import Heartbeat
from haven.web.asking import require
from haven.web.parts.words import ago
from haven.web.staff.board.rows import Board, read_board


def board(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return render(request, "staff/board/board.html.j2", _values(request))


def board_part(request: HttpRequest) -> HttpResponse:
    """Tiles, table and adjourned notices, for htmx; with a short sentence when the counts are not what was said before."""
    values = _values(request)
    values["news"] = values["summary"] if values["counted"] != request.GET.get("said", "") else None
    return render(request, "staff/board/part.html.j2", values)


def _values(request: HttpRequest) -> dict[str, Any]:
    who, at = require(request, "see_board"), request.now  # type: ignore[attr-defined]
    chosen = request.GET.getlist("area") or None
    found = read_board(who, at, chosen)
    beat = Heartbeat.objects.filter(watch="deadlines").first()
    large, paused = request.GET.get("screen") == "large", request.GET.get("paused") == "1"
    shown = sorted(set(chosen) & set(found.areas)) if chosen is not None else found.areas
    kept = {"screen": "large" if large else "", "paused": "1" if paused else ""}
    return {
        "board": found,
        "now": at,
        "checked": ago(beat.at, at) if beat else None,
        "large": large,
        "paused": paused,
        "chips": [(area, _address(kept, [a for a in shown if a != area] or [NONE])) for area in shown],
        "all_areas": _address(kept, None) if chosen is not None else None,
        "pause_href": _address(kept | {"paused": "" if paused else "1"}, chosen),
        "large_href": _address(kept | {"screen": "" if large else "large"}, chosen),
        "part_href": _address(kept | {"said": counted(found)}, chosen, "/board/part"),
        "counted": counted(found),
        "summary": summary(found),
    }


# An area that no case has: what is left when every chip was taken away.
NONE = "none"


def _address(kept: dict[str, str], areas: Sequence[str] | None, path: str = "/board") -> str:
    query = QueryDict(mutable=True)
    for name, value in kept.items():
        if value:
            query[name] = value
    if areas is not None:
        query.setlist("area", list(areas))
    return f"{path}?{query.urlencode()}" if query else path


def counted(found: Board) -> str:
    """The counts of the tiles, to compare with what was said last."""
    return f"{found.past}-{found.act}-{len(found.rows)}-{len(found.adjourned)}"


def summary(found: Board) -> str:
    """One sentence for people who listen: how many clocks run, and how many need somebody."""
    running = len(found.rows)
    words = ngettext("%(n)s clock running", "%(n)s clocks running", running) % {"n": running}
    if found.act:
        words += ", " + _("%(n)s needs someone now") % {"n": found.act}
    if found.past:
        words += ", " + _("%(n)s past its deadline") % {"n": found.past}
    return words
