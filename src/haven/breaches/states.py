"""Where a breach stands at an instant, and what may follow. Never stored."""

from datetime import datetime

from haven.breaches.models import Breach, BreachOutcome
from haven_law.citation import daa
from haven_law.findings import Decision, allow, refuse

# state -> (kind of status, words). Only a decision that is due is red.
STATES: dict[str, tuple[str, str]] = {
    "reported": ("wait", "Decision due"),
    "not_pursued": ("end", "No further action"),
    "pursued": ("ready", "Being pursued"),
    "arrested": ("ready", "Arrested"),
    "before_court": ("ready", "Before the court"),
    "charged": ("ready", "Charged"),
    "no_charge": ("end", "Not charged"),
    "decided": ("end", "Decided"),
}
CLOSED = ("not_pursued", "no_charge", "decided")
# What ends a breach: any count but another offence that was tried beside it.
BESIDE = "underlying"

RESULT_WORDS = {
    "no_charge": "Not charged",
    "withdrawn": "Withdrawn",
    "acquitted": "Acquitted",
    "convicted": "Convicted",
    "contempt": "Punished as contempt of court",
    "dealt_with": "Dealt with by the court",
    "released": "Released",
}

# move -> the states it may start from.
MOVES: dict[str, tuple[str, ...]] = {
    "pursue": ("reported",),
    "not_pursue": ("reported",),
    "arrest": ("reported", "pursued"),
    "bring": ("arrested",),
    "charge": ("pursued", "arrested", "before_court"),
    "outcome": ("pursued", "arrested", "before_court", "charged", "no_charge", "decided"),
}
WORDS = {
    "pursue": "decide to pursue it",
    "not_pursue": "decide not to pursue it",
    "arrest": "record an arrest",
    "bring": "record that the person was brought before the court or released",
    "charge": "record a decision on charge",
    "outcome": "record how it ended",
}


def state(breach: Breach, at: datetime) -> str:
    """A code of STATES. `breach.outcomes` should be fetched with it where many are shown."""

    def by_then(moment: datetime | None) -> bool:
        return moment is not None and moment <= at

    if any(o.decided_at <= at for o in standing_outcomes(breach) if o.count != BESIDE):
        return "decided"
    if by_then(breach.decided_not_at):
        return "not_pursued"
    if by_then(breach.charge_decided_at):
        return "charged" if breach.charged else "no_charge"
    if by_then(breach.custody_ended_at):
        return "before_court"
    if by_then(breach.arrested_at):
        return "arrested"
    return "pursued" if by_then(breach.pursued_at) else "reported"


def standing_outcomes(breach: Breach) -> list[BreachOutcome]:
    """The outcomes that were not voided, in the order they were recorded."""
    return [o for o in breach.outcomes.all() if o.voided_at is None]


def main_outcome(breach: Breach) -> BreachOutcome | None:
    """The outcome that ended it: never that of another offence beside it."""
    return next((o for o in standing_outcomes(breach) if o.count != BESIDE), None)


def outcome_words(breach: Breach) -> str:
    """How it ended, in the words of the result; empty while it has not."""
    found = main_outcome(breach)
    return RESULT_WORDS[found.result] if found is not None else ""


def shown(breach: Breach, at: datetime) -> tuple[str, str]:
    """Kind and words of the status that a page shows."""
    code = state(breach, at)
    kind, words = STATES[code]
    if code == "decided":
        return kind, outcome_words(breach)
    if code == "before_court" and breach.custody_how in ("released", "bail"):
        return kind, breach.get_custody_how_display()
    return kind, words


def may_move(breach: Breach, move: str, at: datetime) -> Decision:
    """Is the act possible where the breach stands? A charge never follows the breach of a notice: it is no offence."""
    if move == "charge" and breach.of == "notice":
        return refuse(daa("26(1)"), "A breach of a notice is not an offence, so nobody is charged with it")
    last = last_act(breach)
    code = state(breach, max(at, last))
    if code not in MOVES[move] or (move == "outcome" and code == "decided" and breach.of == "notice"):
        return refuse("Haven breach rule", f"This breach is now “{STATES[code][1]}”, so you cannot {WORDS[move]}")
    if at < last and move != "arrest":
        return refuse("Haven breach rule", f"You cannot {WORDS[move]} at a time before what is already recorded")
    return allow("Haven breach rule", f"The breach is where one may {WORDS[move]}")


def last_act(breach: Breach) -> datetime:
    """The latest instant of anything decided or done, at least that of the report. An arrest may come before it."""
    moments = [breach.reported_at, breach.pursued_at, breach.decided_not_at, breach.custody_ended_at]
    moments += [breach.charge_decided_at, breach.arrested_at, *(o.decided_at for o in standing_outcomes(breach))]
    return max(m for m in moments if m is not None)
