"""Who may help a protected person, hear their news or speak for them: never who they are protected from, and nobody in that
person's house or family when it is a child of 16 or 17. A pure rule."""

from __future__ import annotations

from dataclasses import dataclass

from haven_law.findings import Decision, allow, refuse

RULE = "Haven helper rule"
ADULT = 18


@dataclass(frozen=True)
class Helper:
    """What was found out about somebody who is to help. `speaks_for`: they speak for a child, and not only beside them."""

    is_subject: bool = False
    lives_with_subject: bool = False
    related_to_subject: bool = False
    speaks_for: bool = False


def may_help(helper: Helper, age: int | None) -> Decision:
    """May this person help somebody of this age (None: not known, and then as a child)? An adult chooses freely among
    others than the subject and whoever lives with the subject."""
    if helper.is_subject:
        return refuse(RULE, "The subject cannot be somebody who helps them")
    if helper.lives_with_subject:
        return refuse(RULE, "Somebody who lives with the subject cannot be told where things stand")
    adult = age is not None and age >= ADULT
    if helper.related_to_subject and not adult:
        return refuse(RULE, "For a person under 18 nobody of the subject's family or partner may help or speak")
    if helper.speaks_for and adult:
        return refuse(RULE, "An adult speaks for themselves. Choose what this person may do beside them")
    return allow(RULE, "They may help")
