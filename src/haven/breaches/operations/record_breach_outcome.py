"""How a breach ended: at court, or before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.models import Breach, BreachOutcome
from haven.breaches.operations.decide_breach import RULE, locked
from haven.breaches.states import may_move
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven_law.citation import daa
from haven_law.findings import refuse

OF_NOTICE = ("dealt_with", "released")
OF_ORDER = ("no_charge", "withdrawn", "acquitted", "convicted")
MOST_MONTHS = 60  # five years on indictment: s.39(5)(b)


@dataclass(frozen=True)
class Sentence:
    """What the court imposed. A custodial part in months or days, or both; `words` for what has no field."""

    custody_months: int | None = None
    custody_days: int | None = None
    suspended: bool = False
    community: bool = False
    fine_pounds: int | None = None
    tagged: bool = False
    words: str = ""

    @property
    def custodial(self) -> bool:
        return bool(self.custody_months or self.custody_days)

    @property
    def empty(self) -> bool:
        return not (self.custodial or self.community or self.fine_pounds or self.tagged or self.words.strip())


NOTHING = Sentence()


@dataclass(frozen=True)
class RecordBreachOutcome:
    """How it ended at `at`. `result` is a code of BreachOutcome.RESULTS."""

    breach: str
    result: str
    court: str = ""
    sentence: Sentence = NOTHING


@transaction.atomic
def record_breach_outcome(command: RecordBreachOutcome, *, by: User, at: datetime) -> BreachOutcome:
    """Record the end of a breach, once. A breach of a notice ends with what the court did or with release; of an order
    with no charge, withdrawal, acquittal, or conviction with its sentence. The two are never mixed.

    Refused: to a role that may not; a result of the other kind; a conviction or acquittal without a charge; a sentence
    without a conviction, a conviction without one, or one over the maximum (s.39(5)); a second outcome."""
    breach = locked(command.breach)
    may(by, "record_breach_result", breach.case, at).require()
    may_move(breach, "outcome", at).require()
    _of_its_kind(breach, command)
    _sentence(command)
    given = command.sentence
    outcome = BreachOutcome.objects.create(
        breach=breach,
        count="notice" if breach.of == "notice" else "s39",
        result=command.result,
        decided_at=at,
        court=command.court.strip(),
        custody_days=given.custody_days,
        custody_months=given.custody_months,
        suspended=given.suspended,
        community=given.community,
        fine_pounds=given.fine_pounds,
        tagged=given.tagged,
        words=given.words.strip(),
        recorded_by=by,
    )
    facts = {"ref": breach.ref, "of": breach.of, "result": command.result, "result_words": outcome.get_result_display()}
    record(breach.case, "breach.outcome", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return outcome


def _of_its_kind(breach: Breach, command: RecordBreachOutcome) -> None:
    if command.result not in BreachOutcome.RESULTS:
        raise ValueError(f"'{command.result}' is not a way in which a breach ends.")
    allowed = OF_NOTICE if breach.of == "notice" else OF_ORDER
    if command.result not in allowed:
        if breach.of == "notice":
            because = "A breach of a notice is not an offence: nobody is charged, acquitted or convicted for it"
            refuse(daa("26(1)"), because).require()
        refuse(daa("39(1)"), "That is how a breach of a notice ends. This is a breach of an order").require()
    if command.result in ("acquitted", "convicted") and breach.charged is not True:
        refuse(RULE, "Record the charge first").require()
    if command.result == "no_charge" and breach.charged is not False:
        refuse(RULE, "Record the decision not to charge first").require()
    if command.result in ("acquitted", "convicted", "dealt_with") and not command.court.strip():
        refuse(RULE, "Enter the court that decided").require()


def _sentence(command: RecordBreachOutcome) -> None:
    given = command.sentence
    if command.result != "convicted":
        if command.result != "dealt_with" and not given.empty:
            refuse(RULE, "Only a conviction has a sentence").require()
        if given.custodial or given.community or given.fine_pounds or given.suspended or given.tagged:
            refuse(RULE, "Only a conviction has a sentence").require()
        return
    if given.empty:
        refuse(RULE, "Enter the sentence").require()
    if given.suspended and not given.custodial:
        refuse(RULE, "A suspended sentence needs its length").require()
    if (given.custody_months or 0) + (given.custody_days or 0) / 31 > MOST_MONTHS:
        refuse(daa("39(5)"), "The longest sentence for this offence is 5 years").require()
    if min(given.custody_months or 0, given.custody_days or 0, given.fine_pounds or 0) < 0:
        refuse(RULE, "A length or an amount cannot be below nothing").require()
