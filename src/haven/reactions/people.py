"""What follows from a correction of a person: somebody decides it; then the unit looks at what rests on the old value."""

from __future__ import annotations

from collections.abc import Callable

from haven.cases.models import CaseEvent
from haven.cases.operations.correct_person import TASK
from haven.cases.operations.tasks import NewTask, make_task
from haven.orders.ages import ages_not_met
from haven.reactions.giving import OUR_RULE, give, next_working_day, team_of


def ask_for_second_person(event: CaseEvent) -> None:
    words = f"Decide whether {event.facts['what']} of the {event.facts['who']} is put right, as the second person"
    about = ("correction", str(event.facts["correction"]))
    due = next_working_day(event.at)
    new = NewTask(TASK, words, team_of(event.case, "unit"), due, OUR_RULE, about=about, from_event=event, once=False)
    make_task(event.case, new, by=None, at=event.at)


def look_at_what_rests_on_it(event: CaseEvent) -> None:
    """Papers stay as they were: somebody says whether one must be corrected by a court, or served again."""
    words = (
        f"{str(event.facts['what']).capitalize()} of the {event.facts['who']} was put right. Papers issued before stay as "
        "they were: look at each, at what is not served yet, and at what was told to others"
    )
    if event.facts["code"] == "born":
        words += ". Look at every finding on age"
    give(
        event,
        "corrected_person",
        words,
        team_of(event.case, "unit"),
        duty_role="unit_desk",
        due_at=next_working_day(event.at),
    )


def ask_lawyer_about_age(event: CaseEvent) -> None:
    """By the new date somebody was too young, or nobody can say: a lawyer reads what that means. Nothing ends by itself."""
    if event.facts["code"] != "born":
        return
    found = ages_not_met(event.case)
    if not found:
        return
    ref, finding = found[0]
    more = f" The same of {len(found) - 1} more." if len(found) > 1 else ""
    words = (
        f"Advise on {ref}, after a date of birth was put right: {finding.because}{more} It stands until a court decides"
    )
    team = team_of(event.case, "legal")
    give(event, "age_advice", words[:300], team, duty_role="legal_adviser", due_at=event.at, basis=finding.provision)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "person.correction_asked": (ask_for_second_person,),
    "person.corrected": (look_at_what_rests_on_it, ask_lawyer_about_age),
}
