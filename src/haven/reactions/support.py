"""What follows for the protected person: news becomes due, her plan is asked about, messages are taken back."""

from __future__ import annotations

from collections.abc import Callable

from haven.cases.models import CaseEvent
from haven.parties.queries import has_plan
from haven.support.kinds import NEWS, TRIGGERS
from haven.support.operations.draft_update import draft_update, news_taken_back
from haven.support.operations.mark_told import told_by_task
from haven.support.operations.plan_changes import plan_changed, plan_overtaken
from haven.support.operations.remind import ask_again, end_is_near
from haven.support.operations.show_to_her import show_to_her

AFTER = {
    "order.made": "an order was made since it was agreed",
    "order.ending": "the order ends soon",
    "notice.goes_on": "the notice did not end after all",
    "order.entered_in_error": "the order they were told of was not made",
    "subject.death_corrected": "the subject has not died",
    "order.goes_on": "the order did not end after all",
    "order.ended": "the order has ended",
    "breach.arrested": "the subject was arrested",
    "custody.ended": "the subject is no longer held",
    "detention.ended": "the subject is no longer held",
    "breach.charged": "the subject was charged",
    "breach.outcome": "a court decided about a breach",
    "subject.imprisoned": "the subject is in prison",
}


def news_for_her(event: CaseEvent) -> None:
    draft_update(event, event.recorded_at)


def plan_must_be_asked(event: CaseEvent) -> None:
    """What is queued stops at the gate, and the officer checks the plan with them. Without a plan one must be agreed."""
    plan_overtaken(event, event.recorded_at)
    if has_plan(event.case.protected_id):
        ask_again(event.case, AFTER.get(event.kind, "something happened since it was agreed"), event.at, event)


def plan_is_doubted(event: CaseEvent) -> None:
    """They asked for another way: what is queued stops at the gate. The person who confirms it has a task already."""
    plan_overtaken(event, event.recorded_at)


def news_of_an_end(event: CaseEvent) -> None:
    end_is_near(event)


def messages_by_the_new_plan(event: CaseEvent) -> None:
    plan_changed(event, event.recorded_at)


def told_by_whom(event: CaseEvent) -> None:
    if event.facts.get("kind") == "tell_protected":
        told_by_task(event)


def no_news_any_more(event: CaseEvent) -> None:
    """What it corrects was wrong: nobody tells it any more."""
    if event.corrects_id is not None:
        news_taken_back(event.corrects_id, event.recorded_at)


def shown_anew(event: CaseEvent) -> None:
    """It answers for all of her: after many events at once, the last of them is enough."""
    show_to_her(event.case.protected_id, event.recorded_at)


# What can change what her pages say: the papers, the days at court, how we reach her, who helps her.
SHOWN = (
    "notice.served", "notice.service_corrected", "notice.ended", "application.withdrawn", "application.determined",
    "hearing.listed", "hearing.vacated", "hearing.begun", "hearing.adjourned", "order.made", "order.took_effect",
    "order.served", "order.varied", "order.corrected", "order.ended", "order.goes_on", "order.end_voided",
    "order.effect_taken_back", "hearing.begun_corrected", "outcome.voided", "notice.goes_on", "order.entered_in_error",
    "order.service_corrected", "deadline.reckoned_anew", "plan.made",
    "plan.changed", "card.given", "consent.given", "consent.revoked",
)  # fmt: skip

# What says that an earlier event was wrong, so that it is no news any more.
TAKEN_BACK = (
    "order.goes_on", "order.end_voided", "order.effect_taken_back", "outcome.voided", "notice.goes_on",
    "order.entered_in_error", "order.service_corrected", "subject.death_corrected",
)  # fmt: skip

# These answer for the whole person: after many events of one case at once, the last of them is enough.
SETTLING = frozenset({shown_anew})

Followers = dict[str, tuple[Callable[[CaseEvent], None], ...]]
FOLLOWERS: Followers = {
    "plan.made": (messages_by_the_new_plan,),
    "plan.changed": (messages_by_the_new_plan,),
    "task.done": (told_by_whom,),
    "deadline.warned": (news_of_an_end,),
}
# The trigger first, so that what waits is asked about with it.
for _kind in TAKEN_BACK:
    FOLLOWERS[_kind] = (no_news_any_more,)
FOLLOWERS["contact.asked"] = (plan_is_doubted, messages_by_the_new_plan)
for _kind in NEWS:
    FOLLOWERS[_kind] = (*FOLLOWERS.get(_kind, ()), news_for_her)
# After the news: the event that overtakes a plan is itself told by the plan that stood.
for _kind in TRIGGERS:
    FOLLOWERS[_kind] = (*FOLLOWERS.get(_kind, ()), plan_must_be_asked)
# Last of all, when what the others did is there to be shown.
for _kind in SHOWN:
    FOLLOWERS[_kind] = (*FOLLOWERS.get(_kind, ()), shown_anew)
