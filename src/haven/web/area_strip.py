"""The strip on pages where notices are asked for and decided: where the law runs out soon, or has run out (A12, A23)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from haven.accounts.models import Force
from haven.lawdata.queries import area_rows
from haven.web.parts.words import in_london, plain_day
from haven_law.areas import area_days_left, area_in_force

WARN_DAYS = 14


def area_strip(force: Force, at: datetime) -> tuple[str, str, str] | None:
    """The kind of strip, its lead and its sentence, for the areas of a force; none while nothing ends soon."""
    on, rows = in_london(at).date(), area_rows()
    over = [area for area in force.police_areas if area_in_force(area, on, rows).ambiguity == "A12"]
    if over:
        lead = _("No notice can be given in %(areas)s.") % {"areas": ", ".join(over)}
        return "act", lead, _("The last known instrument has ended. A lawyer or administrator looks for a newer one.")
    left = {area: days for area in force.police_areas if (days := area_days_left(area, on, rows)) is not None}
    soon = {area: days for area, days in left.items() if days <= WARN_DAYS}
    if not soon:
        return None
    last = on + timedelta(days=min(soon.values()))
    lead = _("Notices can be given in %(areas)s until the end of %(day)s.")
    words = _("Unless a newer instrument is made. One that is not served by then waits for a lawyer.")
    return "wait", lead % {"areas": ", ".join(sorted(soon)), "day": plain_day(last)}, words
