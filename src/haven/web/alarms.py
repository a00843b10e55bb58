"""The red bar of every staff page: a watch that stopped, a duty that nobody holds."""

from datetime import datetime, timedelta

from markupsafe import Markup

from haven.accounts.actors import Actor
from haven.accounts.duty import unheld
from haven.accounts.models import DUTY_ROLES
from haven.accounts.policy import ROLES_FOR
from haven.cases.models import Heartbeat
from haven.lawkeeping.models import LawAlarm
from haven.lawkeeping.watching import OVER, open_alarms
from haven.web.parts.words import clock_time, plain_day
from haven_law.runs_out import AREA

STALE_AFTER = timedelta(minutes=3)


def watch_alarms(who: Actor, at: datetime, help_waits: int = 0) -> list[str]:
    """Sentences for the red bar, none when all is well. `help_waits`: tasks of somebody who may need help now."""
    alarms: list[str] = [_help(who)] if help_waits else []
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
    if who.roles & set(ROLES_FOR["check_law_change"]):
        alarms += law_alarms(open_alarms())
    return alarms


def _help(who: Actor) -> Markup:
    """Somebody used the words or the PIN for danger, and nobody has said that they act."""
    href = "/line" if "call_handler" in who.roles else "/tasks"
    return Markup('Somebody may need help now. <a href="{}">Act on it, and say that you do</a>').format(href)


def law_alarms(found: list[LawAlarm]) -> list[Markup]:
    """What runs out in the law's tables and nobody has looked into: the areas in words, the rest as a number."""
    if not found:
        return []
    areas = [one for one in found if one.kind == AREA]
    said = [_of_areas(areas)] if areas else []
    others = len(found) - len(areas)
    if others:
        words = "One thing" if others == 1 else f"{others} things"
        more = " more" if areas else ""
        said.append(f"{words}{more} in the law's tables {'has' if others == 1 else 'have'} ended or will end soon.")
    link = Markup(' <a href="/law/runs-out">{}</a>').format("What runs out, and when")
    return [Markup("{}{}").format(" ".join(said), link)]


def _of_areas(areas: list[LawAlarm]) -> str:
    count = sum(one.about for one in areas)
    first = min(areas, key=lambda one: one.last_day)
    if first.rung == OVER:
        return (
            f"The last known instruments for {count} areas ended with {plain_day(first.last_day)} (A12). No notice may "
            "be given there unless a newer one is entered; what was live goes on under the savings."
        )
    return f"The provisions end in {count} areas with {plain_day(first.last_day)} (A23). Look for a newer instrument."
