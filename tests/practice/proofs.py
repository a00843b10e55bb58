"""What must hold of a plan of the practice story, whenever it is made. Each check looks at the values alone."""

from collections import Counter
from datetime import datetime, timedelta

from haven.jobs.practice.breach_plans import order_window
from haven.jobs.practice.clock_choices import court_times
from haven.jobs.practice.plan_values import CasePlan, Sizes
from haven_law.calendar import Calendar
from haven_law.clock import counted_left, hearing_deadline, to_london
from haven_law.definitions import age_on
from haven_law.terms import parameter_errors

ZERO, SIX_HOURS = timedelta(0), timedelta(hours=6)


def prove(cases: list[CasePlan], now: datetime, sizes: Sizes) -> None:
    """Every identity and every clock."""
    prove_sums(cases, sizes)
    prove_clocks(cases, now)
    prove_order_of_time(cases, now)
    prove_hearings(cases, sizes)
    prove_breaches(cases, now, sizes)
    prove_people(cases)


def prove_sums(cases: list[CasePlan], sizes: Sizes) -> None:
    kinds = Counter(case.kind for case in cases)
    served = [case for case in cases if case.served is not None]
    made = [case for case in served if case.order is not None]
    waiting = [c for c in served if c.sent_at and c.first_hearing_begun_at is None and c.notice_ended_at is None]
    continuing = [c for c in served if c.first_hearing_begun_at is not None and c.notice_ended_at is None]
    refused = [c for c in served if c.hearings and c.hearings[-1].result == "refused"]
    withdrawn = [c for c in served if c.withdrawn_because]
    assert len(served) == len(made) + len(waiting) + len(continuing) + len(refused) + len(withdrawn)
    assert len(made) == kinds["order"] == sizes.orders
    assert len(waiting) == kinds["awaiting"] == sizes.awaiting
    assert (len(refused), len(withdrawn), len(continuing)) == (sizes.refused, sizes.withdrawn, sizes.adjourned)
    assert sum(c.authorised_at is not None and c.served is None for c in cases) == sizes.unserved
    assert sum(c.authorised_at is None for c in cases) == sizes.waiting
    assert len({c.key for c in cases}) == len(cases)
    assert all(c.hearings[-1].result == "made" for c in made)
    assert {c.area for c in cases} == {"Croydon", "Bromley", "Sutton"}


def prove_clocks(cases: list[CasePlan], now: datetime) -> None:
    """Every running clock, and the one that is past, is of an application that was sent and awaits its hearing."""
    calendar = Calendar.shipped()
    clocks = {
        c.key: hearing_deadline(c.served.at, calendar)
        for c in cases
        if c.served is not None and c.notice_ended_at is None and c.first_hearing_begun_at is None
    }
    assert {c.key for c in cases if c.kind == "awaiting"} == set(clocks)
    past = [d for d in clocks.values() if d.outer_limit < now]
    running = [d for d in clocks.values() if d.act_by >= now]
    assert len(past) == 1 and len(running) == len(clocks) - 1 >= 3
    left = [counted_left(now, d.act_by, calendar).left for d in running]
    assert sum(ZERO < span < SIX_HOURS for span in left) == 1
    assert all(span > ZERO for span in left)


def prove_order_of_time(cases: list[CasePlan], now: datetime) -> None:
    for case in cases:
        moments = [case.proposed_at, case.authorised_at, case.attempt_failed_at]
        if case.served is not None:
            moments += [case.served.failed_at, case.served.at, case.prepared_at, case.sent_at]
        for hearing in case.hearings:
            if hearing.begun_at is not None:
                moments += [hearing.listed_at, hearing.notice_given_at, hearing.begun_at, hearing.decided_at]
        if case.order is not None:
            moments += [case.order.served_at]
        told = [moment for moment in moments if moment is not None]
        assert told == sorted(told), (case.key, told)
        assert told[-1] <= now, case.key
        for breach in case.breaches:
            steps = [
                breach.happened_at, breach.reported_at, breach.decided_at, breach.arrested_at, breach.ended_custody_at,
                breach.charged_at, breach.outcome_at,
            ]  # fmt: skip
            told = [moment for moment in steps if moment is not None]
            assert told == sorted(told) and told[-1] <= now, (case.key, breach)
        later = [case.order.varied_at, case.order.discharged_at] if case.order is not None else []
        later += [case.withdrawn_at, case.restricted_at, case.counter_at]
        assert all(case.proposed_at < moment <= now for moment in later if moment is not None)


def prove_hearings(cases: list[CasePlan], sizes: Sizes) -> None:
    """Hearings begin at real sittings; in time but for those that were meant to be late; still to come lie ahead."""
    calendar = Calendar.shipped()
    late = 0
    for case in cases:
        for n, hearing in enumerate(case.hearings):
            day = to_london(hearing.sitting_starts_at).date()
            held = [(s.room, s.starts_at, s.ends_at) for s in court_times(day, 1, calendar)]
            assert (hearing.room, hearing.sitting_starts_at) in [(room, start) for room, start, _ in held]
            if hearing.begun_at is not None:
                assert hearing.begun_at >= hearing.sitting_starts_at
            if n == 0 and hearing.begun_at is not None:
                assert case.served is not None
                clock = hearing_deadline(case.served.at, calendar)
                assert hearing.begun_at > clock.outer_limit if hearing.late else hearing.begun_at <= clock.act_by
                late += hearing.late
    assert late == sizes.late


def prove_breaches(cases: list[CasePlan], now: datetime, sizes: Sizes) -> None:
    pursued = [(c, b) for c in cases for b in c.breaches if b.decision == "pursue"]
    assert sum(b.of == "notice" for _, b in pursued) == sizes.breaches_of_notices
    assert sum(b.of == "order" for _, b in pursued) == sizes.breaches_of_orders
    custody = [b for _, b in pursued if b.months or b.days]
    assert len(custody) == sizes.custody and sum(b.months == 12 for b in custody) == 1
    assert sum(b.tagged for _, b in pursued) == sizes.tagged
    others = Counter(b.decision for c in cases for b in c.breaches if b.decision != "pursue")
    assert (others["not"], others["none"]) == (sizes.not_pursued, sizes.undecided)
    for case in cases:
        for breach in case.breaches:
            if breach.of == "notice":
                assert case.served is not None and case.first_hearing_begun_at is not None
                assert case.served.at < breach.happened_at < case.first_hearing_begun_at
                assert breach.outcome_at is None or breach.how == "arrest"
            else:
                window = order_window(case, now)
                assert window is not None and window[0] <= breach.happened_at <= window[1] + timedelta(days=1)


HOME_TERMS = {"not_evict", "not_enter", "leave_premises"}


def prove_people(cases: list[CasePlan]) -> None:
    for case in cases:
        clauses = case.order.clauses if case.order is not None else ()
        assert not any(parameter_errors(term, blanks) for term, blanks, _ in clauses), case.key
        asked = {term for term, _ in case.terms} | {term for term, _, _ in (case.order.clauses if case.order else ())}
        assert case.shared_home or not asked & HOME_TERMS, f"{case.key}: a term about a home that they do not share"
        on = to_london(case.proposed_at).date()
        assert age_on(case.subject.born, on) >= 18, case.key
        assert age_on(case.protected.born, on) >= 16, case.key
        assert case.subject.key != case.protected.key
    couples = {
        "spouse",
        "former_spouse",
        "intimate_partner",
        "former_intimate_partner",
        "civil_partner",
        "engaged",
        "co_parent",
    }
    sexes = {(c.subject.sex, c.protected.sex) for c in cases if c.connection in couples}
    assert {("male", "female"), ("female", "male"), ("male", "male"), ("female", "female")} <= sexes
    assert any(c.connection == "child" and (c.subject.sex, c.protected.sex) == ("male", "female") for c in cases)
    assert any(c.connection == "sibling" for c in cases)
    protected = Counter(c.protected.key for c in cases)
    assert max(protected.values()) == 2, "two subjects against one person"
    assert any(c.subject.no_fixed_abode for c in cases)
    assert any(c.held is not None and c.held[0] == "prison" for c in cases)
    assert sum(c.restricted_at is not None for c in cases) == 1
    assert sum(c.counter_at is not None for c in cases) == 1
    assert any(c.protected.hidden for c in cases), "somebody is at a place that nobody may know"
    assert sum(c.order is not None and c.order.varied_at is not None for c in cases) == 1
    assert sum(c.order is not None and c.order.discharged_at is not None for c in cases) == 1
    names = {(p.given, p.family, p.key) for c in cases for p in (c.subject, c.protected)}
    assert len({(given, family) for given, family, _ in names}) == len(names), "no two people share a name"
