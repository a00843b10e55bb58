"""What the law is asked before a notice is authorised and before it is served, from the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from haven.accounts.actors import Actor
from haven.accounts.models import User
from haven.cases.models import Case
from haven.documents.papers.words import day_words, london_day, time_words
from haven.lawdata.queries import area_offered, area_rows
from haven.notices.facts import birth_for_law, consideration_facts, notice_facts
from haven.notices.models import Authorisation, Notice, NoticeProposal
from haven.notices.terms import ChosenTerm, may_contain
from haven.sealed.ciphers import decipher
from haven_law.areas import area_in_force
from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.commencement import connecting_area
from haven_law.definitions import SUBJECT_MINIMUM_AGE
from haven_law.findings import Decision, Finding, refuse
from haven_law.notices import (
    PREMISES_TERMS,
    STANDARD_STATEMENTS,
    NoticeContents,
    NoticeFacts,
    ServiceFacts,
    considerations,
    may_give_notice,
    notice_contents,
    service_of_notice,
)

STATE_RULE = "Haven order of acts"
SEPARATION_RULE = "Haven separation of duties"
GIVE, SERVE = "give_notice", "serve_notice"


@dataclass(frozen=True)
class Judgement:
    """What only the inspector can judge. None: not judged yet. The ages count only where no day of birth is known."""

    grounds_believed: bool | None = None
    necessary: bool | None = None
    subject_adult: bool | None = None
    protected_sixteen: bool | None = None


def facts_with(
    proposal: NoticeProposal, at: datetime, *, rank: str | None, force: str | None, judgement: Judgement
) -> NoticeFacts:
    """The facts that the giving of the notice turns on, with what the inspector judged."""
    facts = notice_facts(
        proposal,
        rank,
        on=to_london(at).date(),
        giver_force=force,
        grounds_believed=judgement.grounds_believed,
        necessary=judgement.necessary,
    )
    if facts.subject_born is None and facts.subject_judged_adult is None:
        facts = replace(facts, subject_judged_adult=judgement.subject_adult)
    if facts.protected_born is None and facts.protected_judged_sixteen is None:
        facts = replace(facts, protected_judged_sixteen=judgement.protected_sixteen)
    return facts


def lawful_to_give(
    proposal: NoticeProposal,
    terms: Sequence[ChosenTerm],
    at: datetime,
    *,
    giver: Actor | None,
    judgement: Judgement | None = None,
) -> Decision:
    """Everything that the Act asks before a notice is authorised: s.22, what s.23 lets it say, what s.24 wants
    considered, what s.25(2) wants stated, and whether notices are offered where the subject lives: the provisions in
    force (s.90), and the force live there where that is known (A22).

    `giver` None leaves the rank out, for a page that shows the findings before somebody decides."""
    case, terms = proposal.case, tuple(terms)
    rank, force = _giver(giver, case) if giver is not None else (None, None)
    facts = facts_with(proposal, at, rank=rank, force=force, judgement=judgement or Judgement())
    return Decision.all(
        may_give_notice(facts),
        may_contain(terms, proposal.shared_home),
        _considered(proposal, terms),
        notice_contents(
            NoticeContents(
                grounds=decipher(case.ref, proposal.grounds_enc),
                terms=tuple(term.term for term in terms),
                **STANDARD_STATEMENTS,
            )
        ),
        area_offered(case.area, to_london(at).date()),
        another_area(case),
    )


def another_area(case: Case) -> Decision:
    """Whether it is where the subject lives that decides (A11): nothing to say, or a point for a lawyer where another
    area was taken. The reason itself is kept enciphered and shown beside it; findings are kept in the open."""
    if not case.lives_in:
        return Decision(())
    return connecting_area(case.lives_in, reason=f"{case.area} is to decide. The reason stands on the request.")


def _giver(giver: Actor, case: Case) -> tuple[str, str]:
    """Rank and kind of force as the Act asks for them. A person without a rank is no constable and gives no notice."""
    if giver.rank is None or not giver.police:
        refuse(daa("22(8)"), "Only an officer of at least the rank of inspector may authorise a notice").require()
    kind = User.objects.select_related("force").get(pk=giver.user_id).force.kind
    return giver.rank or "", kind


def _considered(proposal: NoticeProposal, terms: tuple[ChosenTerm, ...]) -> Decision:
    case = proposal.case
    return considerations(
        consideration_facts(proposal),
        premises_terms=any(term.term in PREMISES_TERMS for term in terms),
        others_live_there=case.occupants.filter(voided_at__isnull=True, is_adult=True).exists(),
        children=case.children.filter(voided_at__isnull=True).exists(),
    )


def without_judging(decision: Decision) -> Decision:
    """The same without the findings that wait for the inspector, for a page that lists those apart."""
    return replace(decision, findings=tuple(f for f in decision.findings if not f.for_you))


def lawful_to_serve(
    notice: Notice,
    *,
    served_at: datetime,
    result: str,
    capacity: str,
    shared_home_now: bool | None,
    hearing_address: str | None,
) -> Decision:
    """Whether this service is good: in person by a constable (s.25(3)), the address asked for (s.25(4)), the subject 18
    on the day, the home still shared where a term needs it, the provisions in force on the day (A27)."""
    rows, case = area_rows(), notice.case
    authorised_on, on = to_london(notice.authorised_at).date(), to_london(served_at).date()
    return service_of_notice(
        ServiceFacts(
            served_at=served_at,
            authorised_at=notice.authorised_at,
            result=result,
            capacity=capacity,
            subject_born=birth_for_law(case.subject.born, case.subject.born_precision, on, SUBJECT_MINIMUM_AGE)[0],
            terms=tuple(term.term for term in notice.terms.all()),
            shared_home_now=shared_home_now,
            hearing_address=hearing_address,
            area_on_day=area_in_force(case.area, on, rows).decision,
            area_when_authorised=area_in_force(case.area, authorised_on, rows).decision,
            authority_withdrawn=notice.authority_withdrawn_at is not None,
            subject_judged_adult=judged_adult(notice.authorisation),
        )
    )


def judged_adult(authorisation: Authorisation) -> bool | None:
    """Whether the inspector was satisfied of the subject's age, where no day of birth is known."""
    met = [f["met"] for f in authorisation.findings if f.get("provision") == daa("22(6)")]
    return bool(met[0]) if met else None


def already(words: str, at: datetime) -> Finding:
    """Somebody was quicker: who, and when, in words."""
    return Finding(STATE_RULE, False, f"{words} at {time_words(at)} on {day_words(london_day(at))}")


def in_same_minute(happened_at: datetime, limit: datetime) -> datetime:
    """People write minutes: a time typed in the very minute of the limit, such as that of the signature, is not before
    it. Answers the limit then, else the time as it is."""
    return limit if limit.replace(second=0, microsecond=0) <= happened_at < limit else happened_at


def must(condition: bool, because: str, rule: str = STATE_RULE) -> None:
    """Refuse with a sentence unless the condition holds."""
    if not condition:
        refuse(rule, because).require()
