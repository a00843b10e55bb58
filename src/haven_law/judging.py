"""Facts that a person must judge, and facts that a question does not ask about."""

from __future__ import annotations

import enum

from haven_law.findings import Finding


class NotAsked(enum.Enum):
    """Marks a fact that a question does not ask about, so that no finding is made of it."""

    NOT_ASKED = "not asked"


NOT_ASKED = NotAsked.NOT_ASKED
Judged = bool | None | NotAsked


def judged(provision: str, answer: Judged, yes: str, no: str, ask: str) -> Finding | None:
    """Make the finding of something that a person must judge; none when it is not asked."""
    if isinstance(answer, NotAsked):
        return None
    if answer is None:
        return Finding(provision, None, ask, for_you=True)
    return Finding(provision, answer, yes if answer else no)


def shown(provision: str, fact: Judged, yes: str, no: str) -> Finding:
    """Make the finding of a fact that must be shown: None is not shown, so not met."""
    return Finding(provision, fact is True, yes if fact is True else no)
