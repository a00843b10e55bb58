"""The clock watch: each rung once, the right people, the next when nobody answers, caught up after a stop."""

import pytest

from haven.accounts.duty import take_duty
from haven.accounts.models import DutyHolding
from haven.cases import deadlines
from haven.cases.ladder import KEPT_FROM, NOBODY, SAME_PERSON, UNHELD, WRAPPED, chain_from
from haven.cases.models import CaseEvent, Conflict, Deadline, DeadlineRung, Heartbeat, Restriction, RestrictionNamed
from haven.cases.operations.warn_of_deadline import RECORDED_LATE, TOGETHER, WATCH_WAS_DOWN
from haven.courts.models import Sitting
from haven.jobs.watch_deadlines import watch
from haven_law.clock import to_london
from tests.operations.clock_helpers import a_case, a_clock, hours, minutes, utc
from tests.rows import a_hearing, a_notice

SERVED = utc("2026-11-05T12:00")  # a Thursday at midday: settled, heard by Saturday midday
CHRISTMAS_EVE = utc(
    "2026-12-24T15:00"
)  # Boxing Day is a Saturday: whether it is left out is unsettled (A2), so two dates


@pytest.fixture
def clock(house):
    deadline = a_clock(house, SERVED)
    Deadline.objects.filter(pk=deadline.pk).update(recorded_at=SERVED)
    return Deadline.objects.get(pk=deadline.pk)


def rung(deadline, code):
    return DeadlineRung.objects.get(deadline=deadline, rung=code)


def raised(deadline):
    return set(DeadlineRung.objects.filter(deadline=deadline, raised_at__isnull=False).values_list("rung", flat=True))


def events(deadline):
    return list(CaseEvent.objects.filter(case=deadline.case, kind__startswith="deadline.").order_by("seq"))


def test_each_rung_at_its_minute_and_once(clock, house):
    assert clock.act_by == clock.outer_limit == utc("2026-11-07T12:00")
    for code, before in (("h24", 24), ("h12", 12), ("h6", 6), ("h2", 2), ("h1", 1)):
        due = clock.act_by - hours(before)
        watch(due - minutes(1))
        assert code not in raised(clock)
        watch(due)
        watch(due)
        assert rung(clock, code).raised_at == due
    watch(clock.act_by)
    assert "outer_limit" not in raised(clock)
    watch(clock.act_by + minutes(1))
    # The last sitting before Saturday midday is at 10:00, which is also two hours before: said once.
    assert [e.facts["rung"] for e in events(clock)] == ["h24", "h12", "h6", "last_sitting", "h1", "outer_limit"]
    assert [e.kind for e in events(clock)] == ["deadline.warned"] * 5 + ["deadline.missed"]
    assert [t["note"] for t in rung(clock, "h2").told] == [TOGETHER]


def test_two_sided_clock_says_may_be_late_then_missed(house):
    clock = a_clock(house, CHRISTMAS_EVE)
    Deadline.objects.filter(pk=clock.pk).update(recorded_at=CHRISTMAS_EVE)
    assert clock.act_by < clock.outer_limit
    watch(clock.act_by - minutes(1))
    watch(clock.act_by)
    assert "deadline.may_be_late" not in [e.kind for e in events(clock)]
    watch(clock.act_by + minutes(1))
    watch(clock.outer_limit)
    assert events(clock)[-1].kind == "deadline.may_be_late"
    watch(clock.outer_limit + minutes(1))
    watch(clock.outer_limit + minutes(2))
    assert [e.kind for e in events(clock)][-2:] == ["deadline.may_be_late", "deadline.missed"]


def test_past_the_deadline_goes_to_the_legal_adviser_as_well(clock, house):
    watch(clock.act_by - minutes(1))
    watch(clock.outer_limit + minutes(1))
    told = rung(clock, "outer_limit").told
    assert [(t["role"], t["user"]) for t in told] == [
        ("unit_desk", house.okoro.pk),
        ("legal_adviser", house.fenwick.pk),
    ]
    assert "expired" not in str(events(clock)[-1].facts).lower()


def test_policy_clock_does_not_go_to_the_legal_adviser(house):
    due = SERVED + hours(24)
    clock = a_clock(
        house, SERVED, kind="serve_notice", act_by=due, outer_limit=due, nature="policy", ladder="C", provision=""
    )
    watch(due + minutes(1))
    assert [t["role"] for t in rung(clock, "due").told] == ["unit_desk"]
    assert events(clock)[-1].kind == "deadline.missed"


def test_six_hours_before_without_a_listing_the_inspector_is_told(clock, house):
    watch(clock.act_by - hours(12))
    watch(clock.act_by - hours(6))
    assert [t["role"] for t in rung(clock, "h6").told] == ["unit_desk", "duty_inspector"]


@pytest.mark.parametrize(("before", "told"), [(1, ["unit_desk"]), (-1, ["unit_desk", "duty_inspector"])])
def test_six_hours_before_with_a_listing_the_inspector_is_told_only_if_it_is_too_late(house, before, told):
    case = a_case(house, SERVED)
    notice = a_notice(house, case, SERVED - hours(1), SERVED)
    clock = Deadline.objects.get(about_ref=notice.ref, kind="hearing")
    a_hearing(house, case, clock.act_by - hours(before), after=notice)
    watch(clock.act_by - hours(7))
    watch(clock.act_by - hours(6))
    assert [t["role"] for t in rung(clock, "h6").told] == told


def test_unanswered_goes_round_the_chain(clock, house):
    start = clock.act_by - hours(24)
    watch(start)
    for step in range(1, 7):
        watch(start + minutes(15 * step) - minutes(1))
        watch(start + minutes(15 * step))
    told = rung(clock, "h24").told
    assert [t["role"] for t in told] == [
        "unit_desk", "duty_sergeant", "duty_inspector", "legal_adviser", "control_room", "unit_desk", "duty_sergeant",
    ]  # fmt: skip
    assert [t["note"] for t in told] == [""] * 5 + [WRAPPED] * 2


def test_five_minutes_in_the_last_six_hours(clock):
    start = clock.act_by - hours(1)
    watch(start - minutes(1))
    watch(start)
    watch(start + minutes(4))
    assert len(rung(clock, "h1").told) == 1
    watch(start + minutes(5))
    assert [t["role"] for t in rung(clock, "h1").told] == ["unit_desk", "duty_sergeant"]


def test_the_sergeant_of_the_area_is_told(house, now):
    wren = house.wren
    take_duty(team=house.teams["Bromley Response"], duty_role="duty_sergeant", by=wren, at=SERVED)
    clock = a_clock(house, SERVED, case=a_case(house, SERVED, area="Bromley"))
    watch(clock.act_by - hours(24))
    watch(clock.act_by - hours(24) + minutes(15))
    assert [t["user"] for t in rung(clock, "h24").told] == [house.okoro.pk, wren.pk]


def test_unheld_role_is_passed_over_at_once_and_said(clock, house):
    DutyHolding.objects.filter(duty_role__in=["unit_desk", "duty_sergeant"]).update(until_at=SERVED)
    watch(clock.act_by - hours(24))
    told = rung(clock, "h24").told
    assert [(t["role"], t["user"], t["note"]) for t in told] == [
        ("unit_desk", None, UNHELD),
        ("duty_sergeant", None, UNHELD),
        ("duty_inspector", house.halloran.pk, ""),
    ]
    assert "Nobody held: unit desk, duty sergeant." in events(clock)[-1].facts["told"]


def test_nobody_at_all_is_said_and_tried_again(clock):
    DutyHolding.objects.update(until_at=SERVED)
    start = clock.act_by - hours(24)
    watch(start)
    assert rung(clock, "h24").told[-1]["note"] == NOBODY
    assert rung(clock, "h24").escalate_at == start + minutes(15)


def test_case_owner_is_a_person(house):
    case = a_case(house, SERVED, owner="nair")
    clock = a_clock(house, SERVED, case=case, owner_role="case_owner")
    watch(clock.act_by - hours(24))
    assert [t["user"] for t in rung(clock, "h24").told] == [house.nair.pk]
    assert chain_from("case_owner")[:2] == ("case_owner", "duty_sergeant")


def test_one_person_in_two_roles_is_not_told_twice_running(house):
    case = a_case(house, SERVED, owner="adeyemi")
    clock = a_clock(house, SERVED, case=case, owner_role="case_owner")
    watch(clock.act_by - hours(24))
    watch(clock.act_by - hours(24) + minutes(15))
    told = rung(clock, "h24").told
    assert [(t["user"], t["note"]) for t in told[1:]] == [(None, SAME_PERSON), (house.halloran.pk, "")]


def test_a_person_in_conflict_is_not_told(clock, house):
    Conflict.objects.create(user=house.okoro, case=clock.case, nature="related", at=SERVED)
    watch(clock.act_by - hours(24))
    told = rung(clock, "h24").told
    assert [(t["role"], t["user"], t["note"]) for t in told][0] == ("unit_desk", None, KEPT_FROM)
    assert told[-1]["user"] == house.adeyemi.pk


def test_a_restricted_case_is_told_to_those_named(clock, house):
    restriction = Restriction.objects.create(case=clock.case, because="x", desk="Standards", from_at=SERVED)
    RestrictionNamed.objects.create(restriction=restriction, user=house.nair, from_at=SERVED)
    watch(clock.act_by - hours(24))
    told = rung(clock, "h24").told
    assert [t["user"] for t in told if t["user"]] == [house.nair.pk] and told[-1]["role"] == "named"


def test_catch_up_after_a_stop_only_the_most_severe_speaks(clock):
    watch(clock.act_by - hours(25))
    watch(clock.act_by - hours(1) + minutes(10))
    speaking = rung(clock, "last_sitting") if rung(clock, "last_sitting").escalate_at else rung(clock, "h1")
    assert len(events(clock)) == 1
    for code in ("h24", "h12", "h6", "h2"):
        passed = rung(clock, code)
        assert passed.raised_at is not None and passed.escalate_at is None
        assert [t["note"] for t in passed.told] == [WATCH_WAS_DOWN]
    assert "h6" in events(clock)[0].facts["passed_over"]
    assert "duty_inspector" in [t["role"] for t in speaking.told]


def test_a_clock_recorded_late_says_so(house):
    clock = a_clock(house, SERVED)
    Deadline.objects.filter(pk=clock.pk).update(recorded_at=SERVED + hours(25))
    Heartbeat.objects.create(watch="deadlines", at=SERVED + hours(25))
    watch(SERVED + hours(25) + minutes(1))
    assert [t["note"] for t in rung(clock, "h24").told] != [RECORDED_LATE]
    other = a_clock(house, SERVED)
    Deadline.objects.filter(pk=other.pk).update(recorded_at=SERVED + hours(37))
    Heartbeat.objects.update(at=SERVED + hours(37))
    watch(SERVED + hours(37) + minutes(1))
    assert [t["note"] for t in rung(other, "h24").told] == [RECORDED_LATE]


def test_stopped_clocks_are_never_raised(house):
    met, voided = a_clock(house, SERVED), a_clock(house, SERVED)
    replaced = a_clock(house, SERVED)
    replacement = a_clock(house, SERVED + hours(1), case=replaced.case, ref=replaced.about_ref)
    deadlines.meet(met.about_ref, "hearing", at=SERVED + hours(20))
    Deadline.objects.filter(pk=voided.pk).update(voided_at=SERVED, voided_by=house.ali, void_reason="wrong")
    watch(met.act_by + hours(2))
    assert raised(met) == raised(voided) == raised(replaced) == set()
    assert "outer_limit" in raised(replacement)


def test_a_clock_met_after_its_warning_stops_asking(clock):
    watch(clock.act_by - hours(24))
    deadlines.meet(clock.about_ref, "hearing", at=clock.act_by - hours(23))
    watch(clock.act_by - hours(20))
    assert len(rung(clock, "h24").told) == 1


def test_a_later_rung_takes_over_the_asking(clock):
    watch(clock.act_by - hours(24))
    watch(clock.act_by - hours(12))
    assert rung(clock, "h24").escalate_at is None and rung(clock, "h12").escalate_at is not None


def test_last_sitting_rung_follows_the_sittings(clock):
    watch(SERVED + minutes(1))
    last = (
        Sitting.objects.filter(court__areas__contains=["Croydon"], starts_at__lte=clock.act_by)
        .order_by("starts_at")
        .last()
    )
    assert rung(clock, "last_sitting").due_at == last.starts_at == utc("2026-11-07T10:00")
    last.cancelled_at = SERVED
    last.save()
    watch(SERVED + minutes(2))
    assert rung(clock, "last_sitting").due_at == utc("2026-11-06T14:00")


def test_without_any_sitting_the_rung_is_due_at_once(clock):
    Sitting.objects.update(cancelled_at=SERVED)
    watch(SERVED + minutes(1))
    assert "last_sitting" in raised(clock)


def test_ladder_over_the_night_the_clocks_go_back(house):
    served = utc("2026-10-23T20:00")  # a Friday at 9pm summer time; Sunday is left out, the clocks go back on it
    clock = a_clock(house, served)
    assert to_london(clock.act_by).isoformat() == "2026-10-26T21:00:00+00:00"
    watch(served)
    watch(clock.act_by - hours(12) - minutes(1))
    assert raised(clock) == {"h24"}
    watch(clock.act_by - hours(12))
    assert rung(clock, "h12").raised_at == utc("2026-10-26T09:00")


def test_heartbeat_at_the_end_of_a_full_run_only(clock, monkeypatch):
    watch(SERVED)
    assert Heartbeat.objects.get(watch="deadlines").at == SERVED
    watch(SERVED - minutes(5))
    assert Heartbeat.objects.get(watch="deadlines").at == SERVED
    monkeypatch.setattr("haven.jobs.watch_deadlines.warn_of_deadline", _fails)
    report = watch(clock.act_by - hours(24))
    assert report.failed == 1 and Heartbeat.objects.get(watch="deadlines").at == SERVED


def test_a_fault_with_one_clock_does_not_keep_the_others_waiting(house, monkeypatch):
    from haven.jobs import watch_deadlines as module

    first, second = a_clock(house, SERVED), a_clock(house, SERVED)
    real = module.warn_of_deadline

    def one_fails(pk, **options):
        if pk == first.pk:
            raise LookupError("no words")
        return real(pk, **options)

    monkeypatch.setattr(module, "warn_of_deadline", one_fails)
    report = watch(first.act_by - hours(24))
    assert report.failed == 1 and raised(second) == {"h24"}


def _fails(*args, **kwargs):
    raise ValueError("broken")
