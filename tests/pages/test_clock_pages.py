"""The clock board, why a date, duty, tasks and sittings: what they show, to whom, and with how many queries."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haven.accounts.actors import actor
from haven.accounts.models import DutyHolding
from haven.cases.deadlines import meet
from haven.cases.ladder import kept_from, may_know
from haven.cases.models import Conflict, Deadline, DeadlineRung, Heartbeat, Restriction, Task
from haven.cases.operations.tasks import NewTask, make_task
from haven.courts.models import Sitting
from haven.jobs.watch_deadlines import watch
from haven.web.staff.board.rows import read_board
from tests.factories import make_served_notice
from tests.operations.clock_helpers import a_case as plain_case
from tests.operations.clock_helpers import a_clock, hours, minutes, utc
from tests.operations.court_helpers import begun_hearing, listed_hearing, sent_application
from tests.rows import a_case, a_hearing, a_notice

NOW = utc("2026-11-20T14:14")  # a Friday afternoon


@contextmanager
def signed_in(user, at=NOW):
    with time_machine.travel(at, tick=False):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        yield client


def text(answer):
    return " ".join(answer.content.decode().split())


def rows_of(page):
    return [part.split("</tr>")[0] for part in page.split('<tr role="row"')[2:]]


@pytest.fixture
def story(house):
    """Five notices as they may stand on one Friday afternoon."""
    return {
        "past": make_served_notice(house, utc("2026-11-18T09:05")),
        "unlisted": make_served_notice(house, utc("2026-11-18T16:40")),
        "notice": listed_hearing_without_notice(house, utc("2026-11-19T22:20")),
        "listed": listed_hearing_with_notice(house, utc("2026-11-20T01:50")),
        "new": make_served_notice(house, utc("2026-11-20T12:35")),
        "adjourned": begun_hearing(house, utc("2026-11-17T12:00")).application.after_notice,
    }


def listed_hearing_without_notice(house, served_at):
    """Listed at the Saturday court, and nobody has told the subject."""
    hearing = listed_hearing(house, sent_application(house, served_at), at=utc("2026-11-20T14:00"))
    hearing.notice_given_at, hearing.notice_rule = None, ""
    hearing.save()
    return hearing.application.after_notice


def listed_hearing_with_notice(house, served_at):
    """Listed at the Saturday court, and the subject was told a few minutes ago."""
    hearing = listed_hearing(house, sent_application(house, served_at), at=utc("2026-11-20T14:00"))
    hearing.notice_given_at = NOW - minutes(4)
    hearing.save()
    return hearing.application.after_notice


def test_the_board_says_where_each_notice_stands(house, story):
    Heartbeat.objects.create(watch="deadlines", at=NOW - timedelta(seconds=20))
    with signed_in(house.okoro) as client:
        page = text(client.get("/board"))
    rows = rows_of(page)
    order = [story[name].ref for name in ("past", "unlisted", "notice", "listed", "new")]
    assert [next(ref for ref in order if ref in row) for row in rows] == order
    past, unlisted, to_give, listed, new = rows
    assert (
        "5 h 9 min past" in past
        and "Past deadline" in past
        and "It has not ended by itself" in past
        and "None left" in past
    )
    assert "Expired" not in page and "expired" not in page
    assert "2 h 26 min left" in unlisted and "Not listed" in unlisted and "Today, 4:40pm" in unlisted
    assert "sitting now" in unlisted and "· listed" in to_give and "· listed" in listed
    assert (
        "Notice to give" in to_give
        and "(s.29(4))" in to_give
        and "Sat 21 Nov, 10:20pm" in to_give
        and "32 h 6 min left" in to_give
    )
    assert "Sunday 22 not counted" in listed and "Mon 23 Nov, 1:50am" in listed and "35 h 36 min left" in listed
    assert "46 h 21 min left" in new and "Mon 23 Nov, 12:35pm" in new and "Being prepared" in new
    assert 'class="hv-row--act"' in past and 'class="hv-row--wait"' in to_give and "hv-row--" not in listed
    assert "checked 20 seconds ago" in page and "Friday 20 November 2026, 2:14pm" in page
    assert "Adjourned: 1 notice, in force until the court decides" in page and story["adjourned"].ref in page
    assert (
        "<b>1</b> past its deadline" in page
        and "<b>5</b> clocks running" in page
        and "<b>1</b> adjourned, in force" in page
    )


def test_a_notice_heard_late_is_not_called_in_force(house):
    """A5: on the board, the notice's own page, the case and at the lawyer's desk; one heard in time is adjourned as ever."""
    served = utc("2026-11-17T12:00")
    in_time, late, two = (make_served_notice(house, served) for _ in range(3))
    hear_by = Deadline.objects.get(about_ref=late.ref, kind="hearing").act_by
    Deadline.objects.filter(about_ref=two.ref, kind="hearing").update(outer_limit=hear_by + hours(2))
    for notice, begun in ((in_time, hear_by), (late, hear_by + minutes(1)), (two, hear_by + minutes(1))):
        meet(notice.ref, "hearing", at=begun)
    with signed_in(house.okoro) as client:
        board = text(client.get("/board"))
        strip, _, rest = board.partition(
            "2 notices were heard after the 48 hours, or may have been: a lawyer must decide."
        )
        alert, _, rest = rest.partition("Adjourned: 1 notice, in force until the court decides")
        assert late.ref in alert and two.ref in alert and in_time.ref not in alert and in_time.ref in rest
        page = text(client.get(f"/notices/{late.ref}"))
        assert "The hearing began after the 48 hours: a lawyer must decide." in page and "Heard late" in page
        assert "Continuing" not in page and "The 48 hours no longer run" not in page
        assert "The hearing may have begun after the 48 hours" in text(client.get(f"/notices/{two.ref}"))
        plain = text(client.get(f"/notices/{in_time.ref}"))
        assert "Continuing" in plain and "a lawyer must decide" not in plain and "Heard late" not in plain
        case = text(client.get(f"/cases/{late.case.ref}"))
        assert "a lawyer must decide before anybody relies on it" in case and "it continues until" not in case
    with signed_in(house.fenwick) as lawyer:
        page = text(lawyer.get(f"/notices/{late.ref}"))
        assert "Record your advice" in page
        assert "What becomes of a notice whose application is not heard in time?" in text(
            lawyer.get(f"/notices/{late.ref}/advice")
        )
        assert "Record your advice" not in text(lawyer.get(f"/notices/{in_time.ref}"))


def test_the_pointer_stands_at_the_last_sitting(house, story):
    with signed_in(house.okoro):
        board = read_board(actor(house.okoro, NOW), NOW)
    row = next(r for r in board.rows if r.ref == story["notice"].ref)
    assert row.sitting.starts_at == utc("2026-11-21T10:00")
    assert row.pointer == pytest.approx((35 + 40 / 60) / 48)
    new = next(r for r in board.rows if r.ref == story["new"].ref)
    assert new.sitting.starts_at == utc("2026-11-23T10:00") and new.pointer == pytest.approx(
        (35 + 25 / 60 - 14) / 48 + 24 / 48
    )


def test_the_number_of_queries_does_not_grow(house):
    """However many rows: half of them with a hearing listed. The frame of every page asks the rest."""
    asked = {}
    for count in (5, 50):
        for n in range(5 if asked else 0, count):
            served = NOW - hours(1) - minutes(n)
            case = a_case(house, served - hours(2))
            notice = a_notice(house, case, served - hours(1), served)
            if n % 2:
                a_hearing(house, case, NOW + hours(20), after=notice)
        who = actor(house.okoro, NOW)
        with CaptureQueriesContext(connection) as of_board:
            board = read_board(who, NOW)
        own = len(of_board)
        assert len(board.rows) == count
        with signed_in(house.okoro) as client:
            client.get("/board")
            with CaptureQueriesContext(connection) as of_page:
                answer = client.get("/board")
        asked[count] = (own, len(of_page))
        assert len(answer.content) < 2_000 * count + 30_000
    assert asked[5] == asked[50] and asked[5][0] <= 15, asked


def test_only_what_exists_for_the_person(house, story):
    Conflict.objects.create(user=house.okoro, case=story["past"].case, nature="related", at=NOW)
    Restriction.objects.create(case=story["new"].case, because="x", desk="Standards", from_at=NOW)
    with signed_in(house.okoro) as client:
        page = text(client.get("/board"))
        assert story["past"].ref not in page and story["new"].ref not in page and "<b>3</b> clocks running" in page
        clock = Deadline.objects.get(about_ref=story["new"].ref, kind="hearing")
        assert client.get(f"/deadlines/{clock.pk}").status_code == 404
    with signed_in(house.quill) as client:
        assert client.get("/board").status_code == 403
    with signed_in(house.ali) as client:
        assert client.get("/board").status_code == 403


def test_areas_are_chips_that_can_be_taken_away(house):
    make_served_notice(house, NOW - hours(2))
    make_served_notice(house, NOW - hours(3), area="Sutton")
    with signed_in(house.okoro) as client:
        page = text(client.get("/board"))
        assert 'href="/board?area=Sutton"' in page and 'href="/board?area=Croydon"' in page
        only = text(client.get("/board?area=Sutton"))
        assert "<b>1</b> clocks running" in only and "Show all areas" in only and 'href="/board?area=none"' in only
        none = text(client.get("/board?area=none"))
        assert "No clocks are running." in none
        odd = client.get("/board", {"area": "\x01<script>" + "x" * 9000})
        assert odd.status_code == 200 and b"<script>x" not in odd.content


def test_the_part_speaks_only_when_the_counts_change(house, story):
    with signed_in(house.okoro) as client:
        page = client.get("/board").content.decode()
        assert 'id="board-news"' in page and 'hx-trigger="every 60s"' in page
        said = page.split("said=")[1].split('"')[0]
        same = client.get(f"/board/part?said={said}", headers={"HX-Request": "true"}).content.decode()
        assert "board-news" not in same and 'id="board-part"' in same and "<html" not in same
        other = client.get("/board/part?said=0-0-0-0").content.decode()
        assert 'hx-swap-oob="innerHTML:#board-news"' in other and "5 clocks running" in other
        assert "hx-trigger" not in client.get("/board?paused=1").content.decode()
        assert "Go on updating" in client.get("/board?paused=1").content.decode()
        assert "hv-wall" in client.get("/board?screen=large").content.decode()


def test_an_empty_board_says_so(house):
    with signed_in(house.okoro) as client:
        page = text(client.get("/board"))
    assert "No clocks are running." in page and "not checked yet" in page
    assert "The clock watch has never run" in page


def test_a_stale_watch_shows_the_bar(house):
    Heartbeat.objects.create(watch="deadlines", at=NOW - minutes(4))
    with signed_in(house.ali) as client:
        page = text(client.get("/help"))
        assert "The clock watch last ran at 2:10pm. Nobody is being warned of deadlines since." in page
    Heartbeat.objects.update(at=NOW - minutes(2))
    with signed_in(house.ali) as client:
        assert "The clock watch" not in text(client.get("/help"))


def test_an_unheld_duty_shows_the_bar(house):
    DutyHolding.objects.filter(duty_role="duty_inspector").update(until_at=NOW - hours(1))
    with signed_in(house.ali) as client:
        assert "Nobody holds the duty of duty inspector for Duty Inspectors." in text(client.get("/help"))


def test_two_dates_where_the_law_is_unsettled(house):
    served = utc("2026-12-24T15:00")
    case = a_case(house, served - hours(3))
    notice = a_notice(house, case, served - hours(2), served)
    at = utc("2026-12-29T16:00")
    clock = Deadline.objects.get(about_ref=notice.ref, kind="hearing")
    with signed_in(house.okoro, at) as client:
        board = text(client.get("/board"))
        assert (
            "May be late" in board and "or by Wed 30 Dec, 3:00pm: the law is unsettled" in board and "1 h past" in board
        )
        page = text(client.get(f"/deadlines/{clock.pk}"))
    assert "Tuesday 29 December 2026 at 3:00pm" in page and "Wednesday 30 December 2026 at 3:00pm" in page
    assert "A2" in page and "How the later date was reckoned" in page


def test_why_this_date(house, story):
    clock = Deadline.objects.get(about_ref=story["listed"].ref, kind="hearing")
    watch(NOW)
    with signed_in(house.okoro) as client:
        page = text(client.get(f"/deadlines/{clock.pk}"))
    assert "s.29(2)" in page and "Monday 23 November 2026 at 1:50am" in page
    assert "<li>Sunday 22 November</li>" in page and "not counted" in page and "s.29(3)(a)" in page
    assert "22 h 10 min" in page and "24 h" in page and "1 h 50 min" in page and "48 h" in page
    assert "Notice given (served in person)" in page and "Unit desk, Civil Orders Unit: Sgt Obi Okoro 3307" in page
    assert "The notice does not end by itself" in page and clock.calendar_version in page


def test_why_this_date_on_the_night_the_clocks_go_back(house):
    served = utc("2026-10-23T20:00")
    notice = a_notice(house, a_case(house, served - hours(3)), served - hours(2), served)
    clock = Deadline.objects.get(about_ref=notice.ref, kind="hearing")
    with signed_in(house.okoro, served + hours(1)) as client:
        page = text(client.get(f"/deadlines/{clock.pk}"))
    assert "Friday 23 October 2026 at 9:00pm" in page and "Monday 26 October 2026 at 9:00pm" in page


def test_a_warning_is_answered_with_one_press(house):
    notice = make_served_notice(house, NOW - hours(30))
    clock = Deadline.objects.get(about_ref=notice.ref, kind="hearing")
    watch(clock.act_by - hours(6))
    rung = DeadlineRung.objects.get(deadline=clock, escalate_at__isnull=False)
    with signed_in(house.okoro, clock.act_by - hours(6) + minutes(2)) as client:
        page = text(client.get("/duty"))
        assert "Told to you, not answered" in page and notice.ref in page
        assert text(client.get("/duty")).count("hv-count--act") >= 1
        assert client.post(f"/warnings/{rung.pk}/have", {"back": "duty"})["Location"] == "/duty"
        rung.refresh_from_db()
        assert rung.acknowledged_by == house.okoro and rung.escalate_at is None
        again = client.post(f"/warnings/{rung.pk}/have")
        assert again.status_code == 409 and "Obi Okoro has answered this warning already" in text(again)
        assert "Obi Okoro has this" in text(client.get(f"/deadlines/{clock.pk}"))
        assert client.get(f"/warnings/{rung.pk}/have").status_code == 405
    with signed_in(house.quill) as client:
        assert client.post(f"/warnings/{rung.pk}/have").status_code == 404
    watch(clock.act_by - hours(5))
    rung.refresh_from_db()
    assert len([t for t in rung.told if t["role"] == "duty_sergeant"]) == 0


def test_the_control_room_answers_without_seeing_the_case(house):
    DutyHolding.objects.exclude(duty_role="control_room").update(until_at=NOW - hours(40))
    notice = make_served_notice(house, NOW - hours(30))
    clock = Deadline.objects.get(about_ref=notice.ref, kind="hearing")
    watch(clock.act_by - hours(6))
    rung = DeadlineRung.objects.get(deadline=clock, escalate_at__isnull=False)
    with signed_in(house.controller, clock.act_by - hours(6)) as client:
        page = text(client.get("/duty"))
        assert notice.ref in page and notice.case.subject.names.get().as_written not in page
        assert client.get(f"/deadlines/{clock.pk}").status_code == 404
        assert client.post(f"/warnings/{rung.pk}/have", {"back": "duty"}).status_code == 302
    rung.refresh_from_db()
    assert rung.acknowledged_by == house.controller


@pytest.mark.parametrize("why", ["restricted", "conflict", "conflict with a person"])
@pytest.mark.parametrize("code", ["okoro", "controller"])
def test_a_warning_of_a_case_kept_from_somebody_since_is_gone(house, code, why):
    """Restricted, or a conflict declared, after the warning was given: it is in no list, and cannot be answered."""
    if code == "controller":
        DutyHolding.objects.exclude(duty_role="control_room").update(until_at=NOW - hours(40))
    notice, user = make_served_notice(house, NOW - hours(30)), house.users[code]
    clock = Deadline.objects.get(about_ref=notice.ref, kind="hearing")
    at = clock.act_by - hours(6)
    watch(at)
    rung = DeadlineRung.objects.get(deadline=clock, escalate_at__isnull=False)
    asked = DeadlineRung.objects.filter(pk=rung.pk)
    assert asked.filter(may_know(user.pk, at, "deadline__case")).exists() and not kept_from(user, notice.case, at)
    with signed_in(user, at) as client:
        assert notice.ref in text(client.get("/duty"))
        if why == "restricted":
            Restriction.objects.create(case=notice.case, because="x", desk="Standards", from_at=at)
        else:
            of = {"case": notice.case} if why == "conflict" else {"person": notice.case.subject}
            Conflict.objects.create(user=user, nature="Neighbour", at=at, **of)
        page = text(client.get("/duty"))
        assert notice.ref not in page and "hv-count--act" not in page
        assert client.post(f"/warnings/{rung.pk}/have", {"back": "duty"}).status_code == 404
    assert kept_from(user, notice.case, at)
    assert not asked.filter(may_know(user.pk, at, "deadline__case")).exists()


def test_take_and_hand_over_a_duty(house):
    desk = house.teams["Civil Orders Unit"]
    with signed_in(house.nair) as client:
        page = text(client.get("/duty"))
        assert "Sgt Obi Okoro 3307" in page and f"/duty/{desk.pk}/unit_desk/take" in page
        assert f"/duty/{house.teams['Duty Inspectors'].pk}/duty_inspector/take" not in page
        assert client.post(f"/duty/{desk.pk}/unit_desk/take").status_code == 302
        hand = f"/duty/{desk.pk}/unit_desk/hand-over"
        form = text(client.get(hand))
        assert "Obi Okoro" in form and "Ruth Halloran" not in form
        bad = client.post(hand, {"to": "", "note": "ok"})
        assert (
            bad.status_code == 422
            and "Choose who takes over" in text(bad)
            and "Note must be a sentence or more" in text(bad)
        )
        command = str(uuid.uuid4())
        fine = {"to": str(house.okoro.pk), "note": "Two clocks end tonight. Ring Croydon first.", "command_id": command}
        assert client.post(hand, fine)["Location"] == f"/duty/{desk.pk}"
        assert client.post(hand, fine).status_code == 302
        assert "Two clocks end tonight" in text(client.get(f"/duty/{desk.pk}"))
        late = client.post(hand, fine | {"command_id": str(uuid.uuid4())})
        assert late.status_code == 422 and "Only the person who holds a duty can hand it over" in text(late)
        refused = client.post(f"/duty/{house.teams['Duty Inspectors'].pk}/duty_inspector/take")
        assert refused.status_code == 409 and "may not be duty inspector" in text(refused)
        assert client.post(f"/duty/{desk.pk}/chief/take").status_code == 404
        assert client.get(f"/duty/{house.teams['Northmoor Response'].pk}").status_code == 404
    assert DutyHolding.objects.filter(team=desk, until_at__isnull=True).get().user == house.okoro


def test_the_page_a_team_hands_over_with(house, story):
    watch(NOW)
    with signed_in(house.okoro) as client:
        page = text(client.get(f"/duty/{house.teams['Civil Orders Unit'].pk}"))
    for name in ("past", "unlisted", "new"):
        assert story[name].ref in page
    assert "Warnings nobody has answered" in page and "Past deadline" in page and "data-print" in page


def a_task(house, case, n, **changes):
    values = {"kind": f"kind_{n}", "words": f"Task number {n}", "team": house.teams["Civil Orders Unit"]} | changes
    return make_task(case, NewTask(**values), by=None, at=NOW - hours(1))


def test_tasks_mine_and_my_teams(house):
    case = plain_case(house, NOW - hours(5))
    a_task(house, case, 1, user=house.okoro)
    a_task(house, case, 2, duty_role="unit_desk", due_at=NOW - minutes(5))
    a_task(house, case, 3, user=house.nair)
    a_task(house, case, 4, team=house.teams["Croydon Response"])
    with signed_in(house.okoro) as client:
        mine, team = text(client.get("/tasks")), text(client.get("/tasks?show=team"))
    assert "Task number 1" in mine and "Task number 2" in mine and "Late" in mine
    assert "Task number 3" not in mine and "Task number 3" in team and "Task number 4" not in team
    assert mine.index("Task number 2") < mine.index("Task number 1")


def test_tasks_by_pages_without_gaps(house):
    case = plain_case(house, NOW - hours(5))
    for n in range(60):
        due = NOW + hours(n // 20) if n % 3 else None
        a_task(house, case, n, user=house.okoro, due_at=due)
    seen, address = [], "/tasks"
    with signed_in(house.okoro) as client:
        while address:
            page = client.get(address).content.decode()
            seen += [part.split("<")[0] for part in page.split(">Task number ")[1:]]
            address = (
                page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in page else None
            )
        assert len(seen) == 60 and len(set(seen)) == 60
        for odd in ("x", "20261120T000000.0_", "20261120T000000.000000_" + "9" * 40, "²_²"):
            assert client.get("/tasks", {"after": odd}).status_code == 200


def test_a_task_is_done_with_proof_and_opened_again(house):
    case = plain_case(house, NOW - hours(5))
    task = a_task(house, case, 1, user=house.okoro)
    with signed_in(house.okoro) as client:
        empty = client.post(f"/tasks/{task.public_id}", {"proof": " "})
        assert empty.status_code == 422 and "Enter how you know that it was done" in text(empty)
        long = client.post(f"/tasks/{task.public_id}", {"proof": "x" * 10_000})
        assert long.status_code == 422 and "x" * 10_000 in long.content.decode()
        command = {"proof": "Receipt 4471", "command_id": str(uuid.uuid4())}
        assert client.post(f"/tasks/{task.public_id}", command).status_code == 302
        assert client.post(f"/tasks/{task.public_id}", command).status_code == 302
        twice = client.post(f"/tasks/{task.public_id}", {"proof": "again", "command_id": "nonsense"})
        assert twice.status_code == 422 and "already been recorded as done" in text(twice)
        assert "Receipt 4471" in text(client.get("/tasks?show=done"))
    with signed_in(house.nair) as client:
        other = client.post(f"/tasks/{task.public_id}/open-again")
        assert other.status_code == 409 and "Only the person who recorded it" in text(other)
    with signed_in(house.okoro, NOW + minutes(11)) as client:
        assert client.post(f"/tasks/{task.public_id}/open-again").status_code == 409
    with signed_in(house.okoro, NOW + minutes(1)) as client:
        assert client.post(f"/tasks/{task.public_id}/open-again").status_code == 302
    assert Task.objects.get(pk=task.pk).done_at is None
    with signed_in(house.quill) as client:
        assert client.get(f"/tasks/{task.public_id}").status_code == 404


SATURDAY = {
    "room": "Court 9",
    "kind": "saturday",
    "starts-day": "28",
    "starts-month": "11",
    "starts-year": "2026",
    "starts-time": "10am",
    "ends": "1pm",
}


def test_a_sitting_is_added_and_an_overlap_refused(house):
    court = house.courts["Croydon Magistrates' Court"]
    form = SATURDAY | {"court": str(court.pk)}
    with signed_in(house.moss) as client:
        assert client.post("/sittings/add", form)["Location"] == "/sittings?week=2026-11-23"
        week = text(client.get("/sittings?week=2026-11-23"))
        assert "Court 9" in week and "Saturday 28 November 2026" in week and "not counted: Sunday" in week
        again = client.post("/sittings/add", form | {"starts-time": "12:30pm", "ends": "2pm", "room": "court 9"})
        assert again.status_code == 422
        assert (
            "already sits on Saturday 28 November from 10:00 to 13:00" in text(again)
            and 'value="court 9"' in again.content.decode()
        )
    sitting = Sitting.objects.get(room="Court 9")
    assert sitting.papers_by == utc("2026-11-28T08:00") and sitting.ends_at == utc("2026-11-28T13:00")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends": "9am"}, "The sitting must end after it starts"),
        ({"starts-year": "2026", "starts-month": "11", "starts-day": "13"}, "The sitting is over already"),
        ({"ends": "11pm"}, "at most 12 hours long"),
        (
            {"papers-day": "29", "papers-month": "11", "papers-year": "2026", "papers-time": "9am"},
            "must not be after the sitting starts",
        ),
        ({"court": "999999"}, "Choose one of the answers shown"),
        ({"room": ""}, "Enter the court room"),
        ({"room": "x" * 41}, "must be 40 characters or fewer"),
        (
            {"starts-day": "28", "starts-month": "3", "starts-year": "2027", "starts-time": "1:30am"},
            "clocks went forward",
        ),
        (
            {"starts-day": "28", "starts-month": "3", "starts-year": "2027", "starts-time": "00:30", "ends": "1:30am"},
            "This time did not happen",
        ),
    ],
)
def test_bad_sittings_say_why(house, changes, sentence):
    form = SATURDAY | {"court": str(house.courts["Croydon Magistrates' Court"].pk)} | changes
    with signed_in(house.okoro) as client:
        answer = client.post("/sittings/add", form)
    assert answer.status_code == 422 and sentence in text(answer)
    assert not Sitting.objects.filter(room="Court 9").exists()


def test_a_sitting_is_cancelled_unless_something_is_listed(house):
    hearing = listed_hearing(house, sent_application(house, NOW - hours(1)))
    free = Sitting.objects.filter(court=hearing.court, starts_at__gt=NOW + hours(100)).order_by("starts_at").first()
    with signed_in(house.okoro) as client:
        held = client.post(f"/sittings/{hearing.sitting_id}/cancel")
        assert held.status_code == 409 and "1 hearing is listed in this sitting" in text(held)
        assert "1 hearing is listed" in text(client.get(f"/sittings/{hearing.sitting_id}/cancel"))
        assert client.post(f"/sittings/{free.pk}/cancel").status_code == 302
        assert client.post(f"/sittings/{free.pk}/cancel").status_code == 409
    free.refresh_from_db()
    assert free.cancelled_at == NOW
    with signed_in(house.ali) as client:
        assert client.get("/sittings").status_code == 403
        assert client.post("/sittings/add", {}).status_code == 403


def test_odd_addresses_are_answered(house):
    with signed_in(house.okoro) as client:
        for week in ("x", "2026-13-40", "0001-01-01", "9999-12-31", "²"):
            assert client.get("/sittings", {"week": week}).status_code == 200
        for address in (
            "/deadlines/" + "9" * 40,
            "/warnings/1/have",
            "/duty/" + "9" * 30,
            "/tasks/x",
            "/sittings/0/cancel",
        ):
            assert client.get(address).status_code in (404, 405)


def test_court_user_sees_the_board_of_its_court_only(house, story):
    with signed_in(house.moss) as client:
        page = text(client.get("/board"))
    assert story["listed"].ref in page and story["new"].ref not in page


def test_a_clock_that_was_replaced_points_to_the_one_that_counts(house):
    old = a_clock(house, NOW - hours(5))
    new = a_clock(house, NOW - hours(4), case=old.case, ref=old.about_ref)
    with signed_in(house.okoro) as client:
        page = text(client.get(f"/deadlines/{old.pk}"))
    assert "This clock was replaced." in page and f"/deadlines/{new.pk}" in page
