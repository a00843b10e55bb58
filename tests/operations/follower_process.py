"""A process that follows one event and stops in the middle: started and killed by test_worker."""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from haven.cases.models import Task  # noqa: E402
from haven.jobs.react import react  # noqa: E402

LOCK = 77001


def first(event):
    Task.objects.create(case=event.case, kind="first", words="first", for_team_id=int(sys.argv[1]), made_at=event.at)


def second(event):
    Task.objects.create(case=event.case, kind="second", words="second", for_team_id=int(sys.argv[1]), made_at=event.at)
    print("in the middle", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


FOLLOWERS = {"test.happened": (first, second)}

if __name__ == "__main__":
    react(timezone.now(), followers=FOLLOWERS)
