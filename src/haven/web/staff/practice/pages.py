"""Where the practice cases stand, and the button that places them anew around now."""

import os
import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from haven.accounts.models import Instance
from haven.cases.placing import changed_by_people
from haven.web.asking import require

OLD_AFTER = timedelta(hours=24)


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    """GET: when the cases were placed and whether somebody has worked on them. POST: place them anew. Outside practice
    there is no such page."""
    instance = Instance.objects.filter(practice=True).first() if settings.PRACTICE else None
    if instance is None:
        raise Http404
    now = request.now  # type: ignore[attr-defined]
    require(request, "set_up")
    if request.method == "POST":
        start_placing()
        return HttpResponseRedirect("/practice?begun=1")
    placing = instance.placed_at is None and instance.progress_of > 0
    values = {
        "placed_at": instance.placed_at,
        "done": instance.progress_done,
        "of": instance.progress_of,
        "placing": placing,
        "begun": "begun" in request.GET and not placing,
        "old": instance.placed_at is not None and now - instance.placed_at > OLD_AFTER,
        "changed": changed_by_people(),
    }
    return render(request, "staff/practice.html.j2", values)


def start_placing() -> None:
    """Start the placing as a process of its own, as the owner of the tables: this site may not empty them. A second one
    that is started meanwhile ends by itself."""
    environ = {name: value for name, value in os.environ.items() if name not in ("HAVEN_DB_ROLE", "HAVEN_SURFACE")}
    command = [sys.executable, "-m", "haven.config", "demo", "--again"]
    subprocess.Popen(command, env=environ, start_new_session=True)  # noqa: S603  our own program, nothing from the request
