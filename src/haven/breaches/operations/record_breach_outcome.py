"""How a breach ended: at court, or before it. Each count of it once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import RULE
from haven.breaches.models import Breach, BreachOutcome
from haven.breaches.operations.holding import locked
from haven.breaches.states import RESULT_WORDS, may_move
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.permissions import may
from haven_law import penalties
from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.findings import refuse

OF_NOTICE = ("dealt_with", "released")
OF_ORDER = ("no_charge", "withdrawn", "acquitted", "convicted")
OF_CONTEMPT = ("contempt",)
TRIED = ("acquitted", "convicted")
AT_COURT = ("acquitted", "convicted", "dealt_with", "contempt")
SENTENCED = ("convicted", "contempt")
# A month of a sentence is at most this many days when months and days are compared.
DAYS_A_MONTH = 31
CONTEMPT_MONTHS = 24


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
    conditional_discharge: bool = False

    @property
    def custodial(self) -> bool:
        return bool(self.custody_months or self.custody_days)

    @property
    def empty(self) -> bool:
        return not (self.imposes or self.words.strip())

    @property
    def imposes(self) -> bool:
        """Something that only a conviction, or a finding of contempt, can bring."""
        parts = (self.custodial, self.community, self.fine_pounds, self.tagged, self.suspended)
        return any(parts) or self.conditional_discharge


NOTHING = Sentence()


@dataclass(frozen=True)
class RecordBreachOutcome:
    """How one count ended at `at`. `result` is a code of BreachOutcome.RESULTS; `count` of COUNTS (none given: the one
    that the breach is of); `offence` names another offence; `tried`: summary or indictment, where known."""

    breach: str
    result: str
    court: str = ""
    sentence: Sentence = NOTHING
    count: str = ""
    offence: str = ""
    tried: str = ""


@transaction.atomic
def record_breach_outcome(command: RecordBreachOutcome, *, by: User, at: datetime) -> BreachOutcome:
    """Record how a count ended, once. A breach of a notice ends with what the court did or with release; of an order with
    no charge, withdrawal, acquittal, conviction with its sentence, or punishment as contempt. They are never mixed.

    Refused: to a role that may not; a result of the other kind; a conviction or acquittal of what was not charged; a
    sentence without a conviction, a conviction without one, or one over the maximum for the day of conviction (s.39(5),
    s.43(3)); a conditional discharge (s.39(6)); conviction after contempt for the same conduct or the other way round
    (s.39(3)-(4)); a second outcome of the same count. Raises ValueError for another code."""
    breach = locked(command.breach)
    may(by, "record_breach_result", breach.case, at).require()
    may_move(breach, "outcome", at).require()
    count = _count(breach, command)
    _of_its_kind(breach, command, count)
    _bars(breach, command, count)
    _sentence(breach, command, count, at)
    given = command.sentence
    outcome = BreachOutcome.objects.create(
        breach=breach,
        count=count,
        offence=_offence(breach, command) if count == "underlying" else "",
        result=command.result,
        tried=command.tried if command.result in TRIED else "",
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
    if count != "underlying":
        meet(breach.ref, "remand_s30", at=at)
    facts = {"ref": breach.ref, "of": breach.of, "result": command.result, "count": count}
    facts |= {"result_words": RESULT_WORDS[outcome.result], "count_words": outcome.get_count_display()}
    record(breach.case, "breach.outcome", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return outcome


def counts_left(breach: Breach) -> list[str]:
    """The counts of a breach that may have an outcome and have none yet."""
    done = {o.count for o in breach.outcomes.all() if o.voided_at is None}
    if breach.of == "notice":
        return [c for c in ("notice",) if c not in done]
    own = ["s39", "contempt"] if breach.of == "order" else ["s43_1a"]
    charged = [c for c in breach.charge_counts if c != "underlying"] or own[:1]
    possible = [*charged, *(c for c in own if c == "contempt"), "underlying"]
    return [c for c in dict.fromkeys(possible) if c not in done or c == "underlying"]


def _count(breach: Breach, command: RecordBreachOutcome) -> str:
    if command.result not in BreachOutcome.RESULTS:
        raise ValueError(f"'{command.result}' is not a way in which a breach ends.")
    if command.tried and command.tried not in BreachOutcome.TRIED:
        raise ValueError(f"'{command.tried}' is not a way of trial.")
    if command.count and command.count not in BreachOutcome.COUNTS:
        raise ValueError(f"'{command.count}' is not a count.")
    if command.count:
        return command.count
    if breach.of == "notice":
        return "notice"
    charged = [c for c in breach.charge_counts if c != "underlying"]
    return charged[0] if charged else "s39" if breach.of == "order" else "s43_1a"


def _of_its_kind(breach: Breach, command: RecordBreachOutcome, count: str) -> None:
    if (breach.of == "notice") != (count == "notice") or (breach.of == "notice" and command.result not in OF_NOTICE):
        if breach.of == "notice":
            because = "A breach of a notice is not an offence: nobody is charged, acquitted or convicted for it"
            refuse(daa("26(1)"), because).require()
        refuse(daa("39(1)"), "That is how a breach of a notice ends. This is a breach of an order").require()
    if breach.of != "notice" and command.result in OF_NOTICE:
        refuse(daa("39(1)"), "That is how a breach of a notice ends. This is a breach of an order").require()
    if (count == "contempt") != (command.result in OF_CONTEMPT):
        refuse(RULE, "Contempt of court is recorded by itself, and has no other result").require()
    if breach.of == "notification" and count == "s39" or breach.of == "order" and count.startswith("s43"):
        refuse(daa("43(1)"), "Failing to comply with the order and failing to notify are separate counts").require()
    if command.result in TRIED and (breach.charged is not True or count not in breach.charge_counts):
        refuse(RULE, "Record the charge first").require()
    if command.result == "no_charge" and breach.charged is not False:
        refuse(RULE, "Record the decision not to charge first").require()
    if command.result in AT_COURT and not command.court.strip():
        refuse(RULE, "Enter the court that decided").require()
    if count == "underlying" and not _offence(breach, command):
        refuse(RULE, "Enter which other offence it was").require()


def _offence(breach: Breach, command: RecordBreachOutcome) -> str:
    return (command.offence.strip() or breach.other_offence)[:200]


def _bars(breach: Breach, command: RecordBreachOutcome, count: str) -> None:
    """Convicted of it or punished for it as contempt, never both (s.39(3)-(4)); each count once."""
    standing = breach.outcomes.filter(voided_at__isnull=True)
    if count == "contempt":
        convicted = standing.filter(count="s39", result="convicted").exists()
        penalties.may_punish_contempt(convicted=convicted).require()
    if count == "s39" and command.result == "convicted":
        punished = standing.filter(count="contempt", result="contempt").exists()
        penalties.may_convict(punished_as_contempt=punished).require()
    offence = _offence(breach, command) if count == "underlying" else ""
    if standing.filter(count=count, offence=offence).exists():
        refuse(RULE, "How this count ended is recorded already. Ask for it to be corrected if it is wrong").require()


def _sentence(breach: Breach, command: RecordBreachOutcome, count: str, at: datetime) -> None:
    given = command.sentence
    if command.result not in SENTENCED:
        if given.imposes or (command.result != "dealt_with" and not given.empty):
            refuse(RULE, "Only a conviction has a sentence").require()
        return
    if given.conditional_discharge and count in ("s39", "s43_1a", "s43_1b", "s43_2"):
        offence = penalties.BREACH_OF_ORDER if count == "s39" else penalties.NOTIFICATION
        penalties.disposal_open("conditional_discharge", offence=offence).require()
    if given.empty:
        refuse(RULE, "Enter the sentence").require()
    if given.suspended and not given.custodial:
        refuse(RULE, "A suspended sentence needs its length").require()
    if min(given.custody_months or 0, given.custody_days or 0, given.fine_pounds or 0) < 0:
        refuse(RULE, "A length or an amount cannot be below nothing").require()
    if given.custodial:
        _within_the_greatest(breach, command, count, at)


def _within_the_greatest(breach: Breach, command: RecordBreachOutcome, count: str, at: datetime) -> None:
    """The longest sentence, on the day of the conviction, for this way of trial."""
    given = command.sentence
    length = (given.custody_months or 0) + (given.custody_days or 0) / DAYS_A_MONTH
    if count == "contempt":
        if length > CONTEMPT_MONTHS:
            refuse("Contempt of Court Act 1981 s.14", "The longest committal for contempt is two years").require()
        return
    if count == "underlying":
        return
    offence = penalties.BREACH_OF_ORDER if count == "s39" else penalties.NOTIFICATION
    found = penalties.greatest_penalty(
        offence,
        command.tried or penalties.INDICTMENT,
        offence_on=to_london(breach.happened.lower).date(),
        convicted_on=to_london(at).date(),
    )
    if found.months is not None and length > found.months:
        provision = found.findings[0].provision
        years = "5 years" if found.months == penalties.INDICTMENT_MONTHS else f"{found.months} months"
        where = "" if found.months == penalties.INDICTMENT_MONTHS else " in a magistrates' court on that day"
        refuse(provision, f"The longest sentence for this offence{where} is {years}").require()
