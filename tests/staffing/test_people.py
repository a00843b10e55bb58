"""Who is let in, with which role and rank: by administrators, two for what gives power, and nothing is ever deleted."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from haven.accounts.actors import actor, rank_on
from haven.accounts.models import DutyHolding, RankHeld, RoleGrant, User
from haven.accounts.policy import decide
from haven.audit.models import ReadingLog
from haven.cases.models import Task
from haven.cases.operations.tasks import NewTask, make_task
from haven.notices.operations.authorise_notice import authorise_notice
from haven.staffing.models import PasswordCode, StaffAct
from haven.staffing.operations.agree_post import agree_post, decline_post, take_back_post
from haven.staffing.operations.ask_post import ConferRank, GrantRole, confer_rank, grant_role
from haven.staffing.operations.close_user import close_user
from haven.staffing.operations.end_post import end_rank, end_role
from haven.staffing.operations.open_user import Details, change_user, open_user, reopen_user
from haven.staffing.operations.passwords import change_password, choose_first_password, new_code
from haven.staffing.rules import administrators
from haven_law.clock import to_london
from haven_law.findings import Refused
from tests.factories import authorise_command, make_proposal
from tests.pages.acting import signed_in

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WHY = "The new post on the shift"
GOOD = "seven quiet herons by the weir"


def opened(house, now, **changes):
    values = {"name": "Noor Vance", "email": "noor.vance@force.example", "number": "5150"} | changes
    return open_user(Details(team=house.teams["Croydon Response"], **values), by=house.lowry, at=now)


def today(now):
    return to_london(now).date()


def acting(house, now, **changes):
    values = {"rank": "inspector", "held": "acting", "conferred_by": house.halloran, "from_day": today(now)}
    return ConferRank(**(values | {"last_day": today(now) + 7 * DAY, "reason": WHY} | changes))


def granted(house, user, role, now):
    act = grant_role(user, GrantRole(role, None, None, WHY), by=house.lowry, at=now)
    return agree_post(act, by=house.harker, at=now + MINUTE).act


def test_somebody_new_can_do_nothing_until_two_administrators_gave_a_role(house, now):
    new = opened(house, now)
    assert actor(new.user, now).roles == frozenset() and not new.user.has_usable_password()
    act = grant_role(new.user, GrantRole("response_officer", None, None, WHY), by=house.lowry, at=now)
    assert actor(User.objects.get(pk=new.user.pk), now + MINUTE).roles == frozenset(), "asked for is not given"
    agree_post(act, by=house.harker, at=now + MINUTE)
    grant = RoleGrant.objects.get(user=new.user)
    assert (grant.role, grant.from_at, grant.granted_by) == ("response_officer", now + MINUTE, house.lowry)
    assert decide(actor(User.objects.get(pk=new.user.pk), now + MINUTE), "check_at_door").lawful
    kinds = list(StaffAct.objects.filter(user=new.user).order_by("pk").values_list("kind", "decision"))
    assert kinds == [("opened", "done"), ("role", "agreed")]


def test_who_asked_and_whom_it_is_about_do_not_agree(house, now):
    act = grant_role(house.ali, GrantRole("sergeant", None, None, WHY), by=house.lowry, at=now)
    with pytest.raises(Refused, match="second administrator"):
        agree_post(act, by=house.lowry, at=now)
    with pytest.raises(Refused, match="Your role may not"):
        agree_post(act, by=house.ali, at=now)
    about_harker = grant_role(opened(house, now).user, GrantRole("analyst", None, None, WHY), by=house.lowry, at=now)
    StaffAct.objects.filter(pk=about_harker.pk).update(user=house.harker)
    about_harker.refresh_from_db()
    with pytest.raises(Refused, match="second administrator"):
        agree_post(about_harker, by=house.harker, at=now)
    for decided_by in (house.lowry, house.ali):
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffAct.objects.filter(pk=act.pk).update(decision="agreed", decided_by=decided_by, decided_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffAct.objects.filter(pk=act.pk).update(decision="agreed", decided_at=now)


def test_nobody_acts_on_their_own_account(house, now):
    me = house.lowry
    acts = (
        lambda: grant_role(me, GrantRole("auditor", None, None, WHY), by=me, at=now),
        lambda: confer_rank(me, acting(house, now), by=me, at=now),
        lambda: close_user(me, WHY, by=me, at=now),
        lambda: end_role(me, me.role_grants.get().pk, WHY, by=me, at=now),
        lambda: new_code(me, WHY, by=me, at=now),
        lambda: change_user(me, Details("Pat L", me.email, "", me.team), by=me, at=now),
    )
    for act in acts:
        with pytest.raises(Refused, match="Nobody changes their own"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffAct.objects.create(public_id="x", kind="role", user=me, words="x", asked_by=me, asked_at=now)
    assert administrators_left(now) == 2


def administrators_left(now):
    return administrators(now).count()


@pytest.mark.parametrize("code", ["ali", "halloran", "okoro", "shah", "frome", "moss"])
def test_only_administrators(house, now, code):
    by = getattr(house, code)
    with pytest.raises(Refused, match="Your role may not"):
        open_user(Details("A B", "a@b.example", "", house.teams["Duty Inspectors"]), by=by, at=now)
    with pytest.raises(Refused, match="Your role may not"):
        grant_role(house.wren, GrantRole("sergeant", None, None, WHY), by=by, at=now)
    with pytest.raises(Refused, match="Your role may not"):
        close_user(house.wren, WHY, by=by, at=now)


def test_another_force_keeps_its_own_people_once_it_has_an_administrator(house, now):
    northmoor = house.teams["Northmoor Response"]
    first = open_user(Details("Kay Orr", "kay@northmoor.example", "", northmoor), by=house.lowry, at=now).user
    granted(house, first, "administrator", now)
    with pytest.raises(Refused, match="no such person"):
        close_user(house.quill, WHY, by=house.lowry, at=now + 2 * MINUTE)
    with pytest.raises(Refused, match="no such team"):
        open_user(Details("A B", "a@b.example", "", northmoor), by=house.lowry, at=now + 2 * MINUTE)
    kay = User.objects.get(pk=first.pk)
    act = grant_role(house.quill, GrantRole("sergeant", None, None, WHY), by=kay, at=now + 2 * MINUTE)
    agree_post(act, by=house.lowry, at=now + 3 * MINUTE)
    assert "sergeant" in actor(User.objects.get(pk=house.quill.pk), now + 3 * MINUTE).roles


def test_an_administrator_has_no_other_role(house, now):
    with pytest.raises(Refused, match="An administrator has no other role"):
        grant_role(house.ali, GrantRole("administrator", None, None, WHY), by=house.lowry, at=now)
    with pytest.raises(Refused, match="An administrator has no other role"):
        grant_role(house.harker, GrantRole("auditor", None, None, WHY), by=house.lowry, at=now)


@pytest.mark.parametrize(
    "code, role", [("ali", "court_user"), ("moss", "sergeant"), ("ali", "supporter"), ("ali", "x")]
)
def test_roles_that_a_body_does_not_have(house, now, code, role):
    with pytest.raises(Refused, match="has this role"):
        grant_role(getattr(house, code), GrantRole(role, None, None, WHY), by=house.lowry, at=now)


def test_a_role_between_days_and_not_twice(house, now):
    first, last = today(now) + DAY, today(now) + 3 * DAY
    act = grant_role(house.ali, GrantRole("sergeant", first, last, WHY), by=house.lowry, at=now)
    with pytest.raises(Refused, match="waiting for a second"):
        grant_role(house.ali, GrantRole("sergeant", first, last, WHY), by=house.lowry, at=now)
    agree_post(act, by=house.harker, at=now)
    ali = User.objects.get(pk=house.ali.pk)
    assert [("sergeant" in actor(ali, now + n * DAY).roles) for n in range(6)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(Refused, match="have this role already"):
        grant_role(ali, GrantRole("sergeant", None, None, WHY), by=house.lowry, at=now)
    with pytest.raises(Refused, match="last day must be today"):
        grant_role(ali, GrantRole("analyst", None, today(now) - DAY, WHY), by=house.lowry, at=now)


def test_declined_taken_back_and_decided_once(house, now):
    ask = lambda role: grant_role(house.ali, GrantRole(role, None, None, WHY), by=house.lowry, at=now)  # noqa: E731
    one, two = ask("sergeant"), ask("analyst")
    with pytest.raises(Refused, match="Say in a sentence why not"):
        decline_post(one, "", by=house.harker, at=now)
    with pytest.raises(Refused, match="Who asked may take it back"):
        decline_post(one, "Not on this shift", by=house.lowry, at=now)
    decline_post(one, "Not on this shift", by=house.harker, at=now)
    with pytest.raises(Refused, match="Only who asked"):
        take_back_post(two, by=house.harker, at=now)
    take_back_post(two, by=house.lowry, at=now)
    for act in (one, two):
        with pytest.raises(Refused, match="decided already"):
            agree_post(act, by=house.harker, at=now)
    assert actor(User.objects.get(pk=house.ali.pk), now).roles == {"response_officer"}


def test_a_role_ends_at_once_and_its_row_stays(house, now):
    with pytest.raises(Refused, match="Say in a sentence why"):
        end_role(house.ali, house.ali.role_grants.get().pk, "no", by=house.lowry, at=now)
    grant = end_role(house.ali, house.ali.role_grants.get().pk, WHY, by=house.lowry, at=now)
    assert grant.until_at == now and not decide(actor(User.objects.get(pk=house.ali.pk), now), "check_at_door").lawful
    with pytest.raises(Refused, match="no such role"):
        end_role(house.ali, grant.pk, WHY, by=house.lowry, at=now)


def test_an_acting_rank_authorises_only_while_it_is_held(house, now):
    user = house.adeyemi
    act = confer_rank(user, acting(house, now), by=house.lowry, at=now)
    assert rank_on(User.objects.get(pk=user.pk), now) == "sergeant", "asked for is not held"
    agree_post(act, by=house.harker, at=now)
    user = User.objects.get(pk=user.pk)
    assert [rank_on(user, now + n * DAY) for n in (-1, 0, 7, 8)] == ["sergeant", "inspector", "inspector", "sergeant"]
    row = user.ranks.get(held="acting")
    assert (row.conferred_by, row.from_day, row.until_day) == (house.halloran, today(now), today(now) + 7 * DAY)
    end_rank(user, row.pk, today(now) + DAY, WHY, by=house.lowry, at=now)
    user = User.objects.get(pk=user.pk)
    assert [rank_on(user, now + n * DAY) for n in (1, 2)] == ["inspector", "sergeant"]
    end_rank(user, row.pk, today(now) - DAY, WHY, by=house.lowry, at=now)
    row.refresh_from_db()
    assert row.voided_at == now and row.until_day == today(now) + DAY, "the row stays as it was, and never counts"
    assert rank_on(User.objects.get(pk=user.pk), now) == "sergeant"


def test_an_acting_inspector_decides_and_no_more_after_the_end(house, now):
    granted(house, house.adeyemi, "authorising_inspector", now)
    agree_post(confer_rank(house.adeyemi, acting(house, now), by=house.lowry, at=now), by=house.harker, at=now)
    at = now + 5 * MINUTE
    first, second = (make_proposal(house, at) for _ in range(2))
    user = User.objects.get(pk=house.adeyemi.pk)

    def authorise(proposal, when):
        by = User.objects.get(pk=user.pk)
        return authorise_notice(authorise_command(proposal, by, when), by=by, at=when)

    assert authorise(first, at + MINUTE).authorisation.rank_at == "inspector"
    row = user.ranks.get(held="acting")
    end_rank(user, row.pk, today(now) - DAY, WHY, by=house.lowry, at=at + MINUTE)
    with pytest.raises(Refused, match="inspector"):
        authorise(second, at + 2 * MINUTE)


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"conferred_by": None}, "which officer"),
        ({"last_day": None}, "needs a last day"),
        ({"conferred_by": "ali"}, "at least that rank"),
        ({"conferred_by": "quill"}, "another officer of the same force"),
        ({"conferred_by": "adeyemi"}, "another officer of the same force"),
        ({"held": "substantive"}, "Only an acting or temporary"),
        ({"rank": "general"}, "no such rank"),
    ],
)
def test_ranks_that_cannot_be(house, now, changes, says):
    made = {k: getattr(house, v) if k == "conferred_by" and v else v for k, v in changes.items()}
    with pytest.raises(Refused, match=says):
        confer_rank(house.adeyemi, acting(house, now, **made), by=house.lowry, at=now)


def test_days_of_a_rank(house, now):
    with pytest.raises(Refused, match="before the first day"):
        confer_rank(house.adeyemi, acting(house, now, last_day=today(now) - DAY), by=house.lowry, at=now)
    past = acting(house, now, from_day=today(now) - 9 * DAY, last_day=today(now) - DAY)
    with pytest.raises(Refused, match="today or later"):
        confer_rank(house.adeyemi, past, by=house.lowry, at=now)
    with pytest.raises(Refused, match="Only somebody of a police force"):
        confer_rank(house.moss, acting(house, now), by=house.lowry, at=now)
    act = confer_rank(house.adeyemi, acting(house, now), by=house.lowry, at=now)
    agree_post(act, by=house.harker, at=now)
    with pytest.raises(Refused, match="already on some of these days"):
        confer_rank(house.adeyemi, acting(house, now), by=house.lowry, at=now)
    row = house.adeyemi.ranks.get(held="acting")
    with pytest.raises(Refused, match="cannot end before yesterday"):
        end_rank(house.adeyemi, row.pk, today(now) - 2 * DAY, WHY, by=house.lowry, at=now)
    with pytest.raises(Refused, match="already"):
        end_rank(house.adeyemi, row.pk, today(now) + 7 * DAY, WHY, by=house.lowry, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        RankHeld.objects.filter(pk=row.pk).update(until_day=row.from_day - DAY)


def test_a_substantive_rank_follows_the_one_before(house, now):
    promoted = ConferRank("inspector", "substantive", None, today(now) + DAY, None, WHY)
    agree_post(confer_rank(house.adeyemi, promoted, by=house.lowry, at=now), by=house.harker, at=now)
    user = User.objects.get(pk=house.adeyemi.pk)
    assert [rank_on(user, now + n * DAY) for n in (0, 1)] == ["sergeant", "inspector"]
    assert user.ranks.get(rank="sergeant").until_day == today(now)
    with pytest.raises(Refused, match="End that one first"):
        confer_rank(user, promoted, by=house.lowry, at=now)


def test_closing_ends_everything_at_once(house, now):
    user = house.adeyemi
    client = signed_in(user)
    assert client.get("/").status_code == 200
    proposal = make_proposal(house, now)
    task = make_task(proposal.case, NewTask("read_it", "Read it", user.team), by=None, at=now)
    Task.objects.filter(pk=task.pk).update(for_user=user)
    waiting = grant_role(user, GrantRole("analyst", None, None, WHY), by=house.lowry, at=now)
    code_before = PasswordCode.objects.count()
    close_user(user, "Has left the force", by=house.lowry, at=now + MINUTE)
    assert client.get("/").status_code == 302, "whoever is signed in is signed out"
    closed = User.objects.get(pk=user.pk)
    who = actor(closed, now + MINUTE)
    assert not who.active and who.roles == frozenset() and not closed.has_usable_password()
    assert rank_on(closed, now + DAY) is None
    assert not DutyHolding.objects.filter(user=user, until_at__isnull=True).exists()
    task.refresh_from_db()
    assert task.for_user is None and task.for_team == user.team
    waiting.refresh_from_db()
    assert waiting.decision == "lapsed" and PasswordCode.objects.count() == code_before
    with pytest.raises(Refused, match="closed"):
        grant_role(closed, GrantRole("analyst", None, None, WHY), by=house.lowry, at=now + MINUTE)
    again = reopen_user(closed, "Came back to the force", by=house.lowry, at=now + 2 * MINUTE)
    assert choose_first_password(again.code, GOOD, at=now + 3 * MINUTE).is_active
    assert actor(User.objects.get(pk=user.pk), now + 3 * MINUTE).roles == frozenset(), "roles are asked for anew"


def test_the_code_works_once_and_for_a_week(house, now):
    new = opened(house, now)
    for weak in ("short", "passwordpassword", "aaaaaaaaaaaaaaaa", "noor.vance@force", "1234567891011"):
        with pytest.raises(ValidationError):
            choose_first_password(new.code, weak, at=now)
    user = choose_first_password(new.code.upper().replace("-", " "), GOOD, at=now + MINUTE)
    assert user.check_password(GOOD)
    for code in (new.code, "", "abcd-efgh", "\u0131" * 90):
        with pytest.raises(Refused, match="This code is not right"):
            choose_first_password(code, GOOD, at=now + 2 * MINUTE)
    late = opened(house, now, email="late@force.example", number="")
    with pytest.raises(Refused, match="This code is not right"):
        choose_first_password(late.code, GOOD, at=now + 7 * DAY)
    stored = " ".join(PasswordCode.objects.values_list("code_hash", flat=True))
    assert new.code not in stored and late.code not in stored


def test_a_new_code_for_who_has_a_role_needs_two(house, now):
    new = opened(house, now)
    _act, second = new_code(new.user, "The first one was lost", by=house.lowry, at=now)
    with pytest.raises(Refused, match="This code is not right"):
        choose_first_password(new.code, GOOD, at=now)
    choose_first_password(second, GOOD, at=now)
    granted(house, new.user, "response_officer", now)
    act, code = new_code(new.user, "Forgot the password", by=house.lowry, at=now + 5 * MINUTE)
    assert code == "" and act.decision == ""
    agreed = agree_post(act, by=house.harker, at=now + 6 * MINUTE)
    user = choose_first_password(agreed.code, "nine slow barges under the bridge", at=now + 7 * MINUTE)
    assert not user.check_password(GOOD)


def test_changing_the_password(house, now):
    new = opened(house, now)
    user = choose_first_password(new.code, GOOD, at=now)
    with pytest.raises(ValidationError):
        change_password(user, "aaaaaaaaaaa", at=now)
    changed = change_password(user, "nine slow barges under the bridge", at=now)
    assert changed.check_password("nine slow barges under the bridge")
    with pytest.raises(Refused, match="practice share one password"):
        change_password(house.ali, GOOD, at=now)


def test_details(house, now):
    new = opened(house, now)
    for changes, says in (
        ({"email": "noor.vance@FORCE.example"}, "Somebody signs in"),
        ({"email": "x"}, "email address, like"),
        ({"email": "b@force.example", "name": " "}, "Enter the name"),
        ({"email": "b@force.example"}, "has this number"),
    ):
        with pytest.raises(Refused, match=says):
            opened(house, now, **changes)
    unit = house.teams["Civil Orders Unit"]
    change_user(new.user, Details("Noor Vance-Lee", "noor.vance@force.example", "5150", unit), by=house.lowry, at=now)
    act = StaffAct.objects.get(user=new.user, kind="changed")
    assert act.words == "Name: Noor Vance-Lee, before: Noor Vance; Team: Civil Orders Unit, before: Croydon Response"
    with pytest.raises(Refused, match="Nothing is changed"):
        change_user(
            new.user, Details("Noor Vance-Lee", "noor.vance@force.example", "5150", unit), by=house.lowry, at=now
        )
    north = house.teams["Northmoor Response"]
    with pytest.raises(Refused, match="of another force"):
        change_user(
            new.user, Details("Noor Vance-Lee", "noor.vance@force.example", "5150", north), by=house.lowry, at=now
        )
    close_user(new.user, "Has left the force", by=house.lowry, at=now)
    with pytest.raises(Refused, match="closed sign-in"):
        opened(house, now, number="1")


def test_every_act_is_a_line_of_the_audit(house, now):
    new = opened(house, now)
    granted(house, new.user, "response_officer", now)
    close_user(new.user, "Has left the force", by=house.lowry, at=now + 5 * MINUTE)
    lines = [
        (line.operation, line.outcome)
        for line in ReadingLog.objects.filter(operation__startswith="people_").order_by("pk")
    ]
    assert lines == [
        ("people_opened", "done"),
        ("people_role", "asked"),
        ("people_role", "agreed"),
        ("people_closed", "done"),
    ]
    page = signed_in(house.frome).get("/audit?who=Lowry").content.decode()
    assert "people role" in page and "Noor Vance 5150: Response officer, as soon as it is agreed" in page


def test_the_staff_site_deletes_no_person_role_or_rank(house):
    for table in (
        "accounts_user",
        "accounts_rolegrant",
        "accounts_rankheld",
        "staffing_staffact",
        "staffing_passwordcode",
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE haven_staff")
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("RESET ROLE")


def test_a_partner_is_nobody_here(house, now):
    partner = User.objects.get(name="Dana Firth")
    with pytest.raises(Refused, match="no such person"):
        close_user(partner, WHY, by=house.lowry, at=now)
    assert Client().get("/people").status_code == 302
