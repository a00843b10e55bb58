"""The red bar of every staff page: a watch that stopped, a duty that nobody holds."""

from datetime import datetime, timedelta

from haven.accounts.actors import Actor
from haven.accounts.duty import unheld
from haven.accounts.models import DUTY_ROLES
from haven.cases.models import Heartbeat
from haven.web.parts.words import clock_time

STALE_AFTER = timedelta(minutes=3)


def watch_alarms(who: Actor, at: datetime) -> list[str]:
    """Sentences for the red bar, none when all is well."""
    alarms = []
    beat = Heartbeat.objects.filter(watch="deadlines").first()
    if beat is None:
        alarms.append("The clock watch has never run. Nobody is being warned of deadlines.")
    elif at - beat.at > STALE_AFTER:
        alarms.append(f"The clock watch last ran at {clock_time(beat.at)}. Nobody is being warned of deadlines since.")
    if who.police:
        alarms += [
            f"Nobody holds the duty of {DUTY_ROLES[role].lower()} for {team.name}."
            for team, role in unheld(who.force_id, at)
        ]
    return alarms
