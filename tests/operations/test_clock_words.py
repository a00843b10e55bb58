"""Every kind of clock that the product starts has its words, and every warning is a sentence."""

import ast
from pathlib import Path

import pytest

from haven.accounts.duty import EXPECTED, take_duty
from haven.accounts.models import DUTY_ROLES, DutyHolding
from haven.cases import ladder
from haven.cases.clock_words import CLOCKS
from haven.cases.deadlines import HOURS_BEFORE
from haven.cases.models import CaseEvent, DeadlineRung
from haven.cases.operations.hand_over_duty import MAY_HOLD, HandOverDuty, hand_over_duty
from haven.cases.sentences import SENTENCES
from haven.courts.models import Sitting
from haven.courts.queries import last_sitting_before, sittings_between
from haven.jobs.watch_deadlines import watch
from haven.lawdata.models import DatedValue
from haven_law.findings import Refused
from tests.operations.clock_helpers import a_clock, hours, minutes, utc

SOURCE = Path(__file__).resolve().parents[2] / "src/haven"
SERVED = utc("2026-11-05T12:00")


def kinds_started() -> set[str]:
    """The kinds named where the product makes a new clock."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "NewDeadline":
                found |= {k.value.value for k in node.keywords if k.arg == "kind" and isinstance(k.value, ast.Constant)}
    return found


def test_every_kind_has_words():
    started = kinds_started()
    assert {"hearing", "apply", "serve_notice"} <= started
    assert started <= CLOCKS.keys(), started - CLOCKS.keys()
    for kind, words in CLOCKS.items():
        assert words.name and words.title and words.if_missed.endswith("."), kind
        assert "expired" not in words.if_missed.lower(), kind


def test_every_rung_has_words_and_a_place():
    codes = {f"h{n}" for n in HOURS_BEFORE} | {"act_by", "outer_limit", "due", "last_sitting"}
    assert codes == set(ladder.SEVERITY)
    assert all(ladder.rung_words(code) for code in codes)
    assert ladder.rung_words("d28") == "28 days before" and ladder.rung_words("h4") == "4 hours before"
    assert ladder.rung_words("d1") == "1 day before" and ladder.rung_words("h1") == "1 hour before"


def test_every_duty_has_people_who_may_hold_it():
    assert (
        set(MAY_HOLD) == set(DUTY_ROLES) == {role for roles in EXPECTED.values() for role in roles} == set(ladder.CHAIN)
    )


def test_warnings_are_sentences(house):
    clock = a_clock(house, SERVED)
    watch(clock.act_by - hours(24))
    watch(clock.act_by + minutes(1))
    said = [
        SENTENCES[event.kind].staff.format(**event.facts)
        for event in CaseEvent.objects.filter(case=clock.case, kind__startswith="deadline.").order_by("seq")
    ]
    assert said == [
        "Warning about the hearing of the application, 24 hours before. Told: unit desk.",
        "Past the deadline for the hearing of the application. Told: unit desk, duty inspector, legal adviser.",
    ]


def test_the_time_to_answer_is_a_policy_with_dates(house):
    DatedValue.objects.create(key="acknowledge_minutes", value="7", from_day="2026-01-01", source="Order of the day")
    clock = a_clock(house, SERVED)
    watch(clock.act_by - hours(24))
    rung = DeadlineRung.objects.get(deadline=clock, rung="h24")
    assert rung.escalate_at == clock.act_by - hours(24) + minutes(7)


def test_last_sitting_before(house):
    court = house.courts["Croydon Magistrates' Court"]
    friday = utc("2026-11-06T14:00")
    assert last_sitting_before("Croydon", friday).starts_at == friday
    assert last_sitting_before(court, friday - minutes(1)).starts_at == utc("2026-11-06T10:00")
    assert last_sitting_before("Croydon", friday, after=utc("2026-11-06T16:30")) is None
    assert last_sitting_before("Croydon", friday, after=utc("2026-11-06T16:29")).starts_at == friday
    assert last_sitting_before("Nowhere", friday) is None
    Sitting.objects.filter(starts_at=friday).update(cancelled_at=friday)
    assert last_sitting_before("Sutton", friday).starts_at == utc("2026-11-06T10:00")
    assert sittings_between("Croydon", utc("2026-11-07T00:00"), utc("2026-11-08T23:59")).count() == 1
    assert sittings_between(["Croydon", "Bromley"], utc("2026-11-07T00:00"), utc("2026-11-08T23:59")).count() == 2
    house.courts["Bromley Magistrates' Court"].__class__.objects.update(kind="family_court")
    assert last_sitting_before("Bromley", friday) is None


@pytest.mark.parametrize(
    ("by", "role", "team", "to", "sentence"),
    [
        ("ali", "unit_desk", "Civil Orders Unit", "ali", "may not be unit desk"),
        ("nair", "unit_desk", "Civil Orders Unit", "okoro", "Only the person who holds a duty can hand it over"),
        ("quill", "unit_desk", "Civil Orders Unit", "quill", "same force"),
        ("okoro", "unit_desk", "Civil Orders Unit", "quill", "same force"),
        ("okoro", "unit_desk", "Civil Orders Unit", "halloran", "may not be unit desk"),
        ("okoro", "duty_inspector", "Civil Orders Unit", "okoro", "has no such duty"),
        ("moss", "unit_desk", "Civil Orders Unit", "moss", "Your role may not hold duty"),
    ],
)
def test_duties_that_cannot_change_hands(house, now, by, role, team, to, sentence):
    command = HandOverDuty(house.teams[team].pk, role, house.users[to], "Everything is quiet tonight.")
    with pytest.raises(Refused) as refused:
        hand_over_duty(command, by=house.users[by], at=now)
    assert sentence in str(refused.value)
    assert DutyHolding.objects.get(team=house.teams[team]).user == house.okoro


def test_a_duty_is_handed_over_with_a_note(house, now):
    team = house.teams["Civil Orders Unit"]
    with pytest.raises(Refused, match="Write a note"):
        hand_over_duty(HandOverDuty(team.pk, "unit_desk", house.nair, "  "), by=house.okoro, at=now)
    held = hand_over_duty(HandOverDuty(team.pk, "unit_desk", house.nair, "Two clocks run."), by=house.okoro, at=now)
    assert (held.user, held.how, held.note, held.from_at) == (house.nair, "handed_over", "Two clocks run.", now)
    assert DutyHolding.objects.filter(team=team, until_at=now).get().user == house.okoro
    assert take_duty(team=team, duty_role="unit_desk", by=house.nair, at=now + minutes(1)).pk == held.pk
