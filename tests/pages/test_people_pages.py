"""The administrator's pages: people found, added, given roles and ranks by two; everybody's own password."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from haven.accounts.actors import actor
from haven.accounts.models import Force, RankHeld, Team, User
from haven.courts.models import Court
from haven.staffing.models import StaffAct
from haven.staffing.operations.agree_post import agree_post
from haven.staffing.operations.ask_post import GrantRole, grant_role
from haven.staffing.operations.open_user import Details, open_user
from haven.staffing.operations.passwords import choose_first_password
from haven.web.counters import counts
from haven_law.clock import to_london
from tests.pages.acting import command, signed_in, text

GOOD, OTHER = "seven quiet herons by the weir", "nine slow barges under the bridge"
WHY = "A place is empty on the shift"


@pytest.fixture
def admin(house, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(house.lowry)


@pytest.fixture
def second(house, admin):
    return signed_in(house.harker)


def day(name, at):
    local = to_london(at).date()
    return {f"{name}-day": str(local.day), f"{name}-month": str(local.month), f"{name}-year": str(local.year)}


def details(house, **changes):
    values = {"name": "Noor Vance", "email": "noor@force.example", "number": "5150"}
    return command() | values | {"team": str(house.teams["Croydon Response"].pk)} | changes


def code_in(answer):
    return re.search(r"\b[2-9a-z]{4}(?:-[2-9a-z]{4}){4}\b", answer.content.decode())[0]


def test_from_nobody_to_an_officer_at_work(house, admin, second):
    made = admin.post("/people/new", details(house))
    assert made.status_code == 200 and "Shown once." in text(made)
    code = code_in(made)
    person = User.objects.get(email="noor@force.example")
    assert code not in admin.get(f"/people/{person.pk}").content.decode(), "and never again"
    fresh = Client()
    chosen = fresh.post("/first-password", {"code": code, "new": GOOD, "again": GOOD})
    assert chosen["Location"] == "/sign-in?chosen=1" and "Your password is chosen" in text(
        fresh.get(chosen["Location"])
    )
    assert fresh.post("/sign-in", {"login": "noor@force.example", "password": GOOD}).status_code == 302
    assert fresh.get("/check").status_code == 403
    asked = admin.post(f"/people/{person.pk}/role", command() | {"role": "response_officer", "reason": WHY})
    assert asked["Location"] == f"/people/{person.pk}"
    act = StaffAct.objects.get(kind="role")
    assert "Waiting for a second administrator" in text(admin.get(f"/people/{person.pk}"))
    assert "You asked for it" in text(admin.get(f"/people/asked/{act.public_id}"))
    assert fresh.get("/check").status_code == 403
    agreed = second.post(f"/people/asked/{act.public_id}", command() | {"do": "decide", "decision": "agree"})
    assert agreed.status_code == 302 and fresh.get("/check").status_code == 200
    page = text(second.get(f"/people/{person.pk}"))
    assert "Response officer" in page and "Agreed: Ines Harker" in page and "Password chosen with a code" in page
    closed = admin.post(f"/people/{person.pk}/close", command() | {"reason": "Has left the force"})
    assert closed.status_code == 302 and fresh.get("/").status_code == 302
    again = admin.post(f"/people/{person.pk}/open", command() | {"reason": "Came back to us"})
    assert code_in(again) != code and "Sign-in opened again" in text(admin.get(f"/people/{person.pk}"))


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"name": ""}, "Enter the name"),
        ({"email": "noor"}, "Enter an email address, like name@force.example"),
        ({"email": "ali@haven.example"}, "Somebody signs in with this email address already"),
        ({"number": "4471"}, "Somebody of this force has this number already"),
        ({"team": ""}, "Choose the team"),
        ({"team": "99999999999999999999"}, "Choose one of the answers shown"),
        ({"name": "\u202enoor"}, "characters"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(house, admin, changes, says):
    before = User.objects.count()
    answer = admin.post("/people/new", details(house) | changes)
    assert answer.status_code == 422 and says in text(answer) and User.objects.count() == before
    kept = {"name": "Noor Vance", "email": "noor@force.example"} | changes
    assert all(f'value="{v}"' in answer.content.decode() for k, v in kept.items() if k in ("email",) and v)
    assert f'id="id_{next(iter(changes))}-error"' in answer.content.decode()


def test_the_list_is_found_by_name_number_and_email_and_has_pages(house, admin, now):
    team = house.teams["Bromley Response"]
    User.objects.bulk_create(
        User(email=f"p{n:02}@many.example", name=f"Zed {n:02}", force=team.force, team=team, password="!x")
        for n in range(30)
    )
    assert "Sana Ali 4471" in text(admin.get("/people?q=4471"))
    assert "Jo Wren" in text(admin.get("/people?q=wren@haven")) and "Sana Ali" not in text(
        admin.get("/people?q=wren@haven")
    )
    first = admin.get("/people?q=Zed")
    assert "30 people" in text(first) and "Zed 24" in text(first) and "Zed 25" not in text(first)
    after = re.search(r"after=(\d+)", first.content.decode())[1]
    second_page = text(admin.get(f"/people?q=Zed&after={after}"))
    assert "Zed 25" in second_page and "Zed 29" in second_page and "Zed 24" not in second_page
    assert "Nobody matches “Quux”." in text(admin.get("/people?q=Quux"))
    assert "Zed 00" in text(admin.get("/people?show=new")) and "Sana Ali" not in text(admin.get("/people?show=new"))
    assert "Nobody here." in text(admin.get("/people?show=closed"))
    for odd in ("?after=x", "?after=9" * 30, "?after=٣", "?show=x", "?q=%E2%80%AE"):
        assert admin.get(f"/people{odd}").status_code == 200


def rank_answers(at, **changes):
    values = {"rank": "inspector", "held": "acting", "conferrer": "2207", "reason": WHY}
    return command() | values | day("from_day", at) | day("last_day", at + timedelta(days=7)) | changes


def test_an_acting_rank_by_two(house, admin, second, now):
    pk = house.adeyemi.pk
    assert admin.post(f"/people/{pk}/rank", rank_answers(now)).status_code == 302
    act = StaffAct.objects.get(kind="rank")
    page = text(second.get("/people/asked"))
    assert "Acting inspector from 6 November 2026 to 13 November 2026, conferred by Ruth Halloran 2207" in page
    second.post(f"/people/asked/{act.public_id}", command() | {"do": "decide", "decision": "agree"})
    person = text(admin.get(f"/people/{pk}"))
    assert "Rank today Acting inspector" in person and "Ruth Halloran 2207" in person
    row = RankHeld.objects.get(held="acting", user=house.adeyemi)
    ended = admin.post(
        f"/people/{pk}/ranks/{row.pk}", command() | {"reason": WHY} | day("last_day", now - timedelta(days=1))
    )
    assert ended.status_code == 302 and "Never counted" in text(admin.get(f"/people/{pk}"))


@pytest.mark.parametrize(
    "changes, field, says",
    [
        ({"conferrer": ""}, "conferrer", "Say which officer conferred it"),
        ({"conferrer": "0000"}, "conferrer", "Nobody of this force has this number"),
        ({"conferrer": "4471"}, "conferrer", "at least that rank"),
        ({"rank": ""}, "rank", "Choose the rank"),
        ({"last_day-day": "", "last_day-month": "", "last_day-year": ""}, "last_day", "needs a last day"),
        ({"last_day-year": "2020"}, "last_day", "today or in the future"),
        ({"from_day-day": "31", "from_day-month": "2"}, "from_day", "real date"),
        ({"reason": "no"}, "reason", "a sentence or more"),
    ],
)
def test_a_rank_that_cannot_be_says_so_beside_its_field(house, admin, now, changes, field, says):
    answer = admin.post(f"/people/{house.adeyemi.pk}/rank", rank_answers(now) | changes)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in text(answer)
    assert f'id="id_{field}-error"' in page, field
    assert not StaffAct.objects.exists()


def test_nobody_gives_themselves_anything(house, admin):
    me = house.lowry.pk
    page = admin.get(f"/people/{me}")
    assert "This is you." in text(page) and f"/people/{me}/role" not in page.content.decode()
    other = admin.get(f"/people/{house.wren.pk}")
    assert "This is you." not in text(other) and f"/people/{house.wren.pk}/role" in other.content.decode()
    assert f"/people/{house.wren.pk}/ranks/{house.wren.ranks.get().pk}" in other.content.decode()
    answer = admin.post(f"/people/{me}/role", command() | {"role": "auditor", "reason": WHY})
    assert answer.status_code == 422 and "Nobody changes their own" in text(answer)
    assert admin.post(f"/people/{me}/close", command() | {"reason": WHY}).status_code == 422


def test_declined_with_its_reason_and_taken_back(house, admin, second, now):
    asked = grant_role(house.wren, GrantRole("sergeant", None, None, WHY), by=house.lowry, at=now)
    where = f"/people/asked/{asked.public_id}"
    bare = second.post(where, command() | {"do": "decide", "decision": "decline"})
    assert (
        bare.status_code == 422
        and "Say in a sentence why not" in text(bare)
        and 'id="id_note-error"' in bare.content.decode()
    )
    second.post(where, command() | {"do": "decide", "decision": "decline", "note": "Not on this shift"})
    assert "Declined" in text(admin.get(where)) and "Not on this shift" in text(admin.get(where))
    again = second.post(where, command() | {"do": "decide", "decision": "agree"})
    assert again.status_code == 422 and "decided already" in text(again)
    other = grant_role(house.wren, GrantRole("analyst", None, None, WHY), by=house.lowry, at=now)
    assert admin.post(f"/people/asked/{other.public_id}", {"do": "take_back"}).status_code == 302
    assert StaffAct.objects.get(pk=other.pk).decision == "taken_back"


def test_the_menu_counts_what_others_asked(house, admin, now):
    grant_role(house.wren, GrantRole("sergeant", None, None, WHY), by=house.lowry, at=now)
    numbers = [
        counts(actor(user, now), now, {"posts"})["posts"][0] for user in (house.harker, house.lowry, house.okoro)
    ]
    assert numbers == [1, 0, 0]


def test_a_lost_password_of_somebody_with_a_role(house, admin, second):
    asked = admin.post(f"/people/{house.wren.pk}/code", command() | {"reason": "Forgot the password"})
    assert asked["Location"] == f"/people/{house.wren.pk}"
    act = StaffAct.objects.get(kind="code")
    answer = second.post(f"/people/asked/{act.public_id}", command() | {"do": "decide", "decision": "agree"})
    assert choose_first_password(code_in(answer), GOOD, at=act.asked_at).pk == house.wren.pk


def test_places(house, admin):
    force = command() | {"name": "Eastmere Police", "kind": "local", "areas": ["Bromley"]}
    assert admin.post("/people/forces/new", force)["Location"] == "/people/teams"
    made = Force.objects.get(name="Eastmere Police")
    twice = admin.post("/people/forces/new", force | command())
    assert (
        twice.status_code == 422
        and "with this name already" in text(twice)
        and 'id="id_name-error"' in twice.content.decode()
    )
    team = command() | {"force": str(made.pk), "name": "Eastmere Response", "kind": "response", "area": ""}
    assert admin.post("/people/teams/new", team).status_code == 302 and Team.objects.filter(force=made).count() == 1
    wrong = admin.post("/people/teams/new", team | command() | {"kind": "court", "name": "X"})
    assert wrong.status_code == 422 and 'id="id_kind-error"' in wrong.content.decode()
    court = command() | {"name": "Larkspur Magistrates’ Court", "areas": ["Sutton"], "justice_area": "South London"}
    assert admin.post("/people/courts/new", court)["Location"] == "/people/courts"
    held = Court.objects.get(name="Larkspur Magistrates’ Court")
    bare = admin.post(f"/people/courts/{held.pk}", command() | {"reason": WHY})
    assert bare.status_code == 422 and "Choose the areas" in text(bare)
    admin.post(f"/people/courts/{held.pk}", command() | {"areas": ["Sutton", "Bromley"], "reason": WHY})
    admin.post(f"/people/forces/{made.pk}", command() | {"areas": ["Sutton"], "reason": WHY})
    assert "Bromley, Sutton" in text(admin.get("/people/courts")) and "Areas: Sutton" in text(
        admin.get("/people/teams")
    )
    assert "Eastmere Police: Sutton; before: Bromley" in text(admin.get("/people/asked"))


def test_first_password_says_one_thing_for_every_code_that_does_not_work(house, now):
    client = Client()
    for code in ("abcd-efgh-jkmn-pqrs-tuvw", "x", "\u202e", "9" * 60):
        answer = client.post("/first-password", {"code": code, "new": GOOD, "again": GOOD})
        assert answer.status_code == 422 and 'id="id_code-error"' in answer.content.decode()
        assert GOOD not in answer.content.decode(), "a password is never shown again"
    unlike = client.post("/first-password", {"code": "x", "new": GOOD, "again": OTHER})
    assert "The two passwords are not the same" in text(unlike)
    empty = client.post("/first-password", {})
    assert empty.status_code in (200, 422)


@pytest.fixture
def noor(house, now):
    """Somebody with a password of their own, signed in twice."""
    details_ = Details("Noor Vance", "noor@force.example", "5150", house.teams["Croydon Response"])
    with time_machine.travel(now, tick=False):
        new = open_user(details_, by=house.lowry, at=now)
        choose_first_password(new.code, GOOD, at=now)
        act = grant_role(new.user, GrantRole("response_officer", None, None, WHY), by=house.lowry, at=now)
        agree_post(act, by=house.harker, at=now)
        clients = [Client(), Client()]
        for client in clients:
            client.post("/sign-in", {"login": "noor@force.example", "password": GOOD})
        yield clients


def test_the_password_is_changed_and_other_visits_end(noor):
    here, elsewhere = noor
    assert elsewhere.get("/check").status_code == 200 and "/password" in here.get("/").content.decode()
    for answers, field, says in (
        ({"current": "not it at all", "new": OTHER, "again": OTHER}, "current", "The password is not right"),
        ({"current": GOOD, "new": "short", "again": "short"}, "new", "too short"),
        ({"current": GOOD, "new": OTHER, "again": GOOD}, "again", "not the same"),
        ({"current": "", "new": "", "again": "x"}, "current", "Enter the password you have now"),
    ):
        answer = here.post("/password", answers)
        assert (
            answer.status_code == 422 and says in text(answer) and f'id="id_{field}-error"' in answer.content.decode()
        )
    done = here.post("/password", {"current": GOOD, "new": OTHER, "again": OTHER})
    assert done["Location"] == "/password?done=1" and "Your password is changed" in text(here.get("/password?done=1"))
    assert elsewhere.get("/check").status_code == 302
    assert User.objects.get(email="noor@force.example").check_password(OTHER)


def test_wrong_passwords_there_count_as_at_the_sign_in(noor):
    here, _elsewhere = noor
    for _ in range(6):
        answer = here.post("/password", {"current": "not it at all", "new": OTHER, "again": OTHER})
    assert answer.status_code == 422 and "wrong too many times" in text(answer)


def test_the_invented_people_keep_their_password(house, admin):
    assert "share one password" in text(admin.get("/password"))
    admin.post("/password", {"current": "practice makes safe", "new": OTHER, "again": OTHER})
    assert User.objects.get(pk=house.lowry.pk).check_password("practice makes safe")
