"""A case about a member of staff is closed to colleagues as it is opened, after a new directory, and after a new name."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from haven.accounts.models import Force
from haven.cases.models import CaseEvent, Conflict, Restriction, StaffEntry, StaffLink
from haven.cases.operations.lift_restriction import (
    AskToLiftRestriction,
    LiftRestriction,
    ask_to_lift_restriction,
    lift_restriction,
)
from haven.cases.operations.name_on_restriction import NameOnRestriction, name_on_restriction
from haven.cases.operations.open_case import open_case
from haven.cases.operations.staff_directory import StaffLine, keep_directory, look_at_every_case
from haven.cases.permissions import visible_to
from haven.cases.staff_command import print_load
from haven.notices.operations.propose_notice import propose_notice
from haven.parties.operations.add_person import add_name
from haven_law.findings import Refused
from tests.operations.notice_requests import PROTECTED, SUBJECT, request_for
from tests.operations.test_case_access import second_standards
from tests.operations.test_case_facts import OPEN
from tests.pages.propose_pages import signed_in

CALLUM = StaffLine("Callum", "Verity", date(1988, 3, 27))


@pytest.fixture
def northmoor(house):
    return Force.objects.get(code="northmoor")


def listed(force, now, *lines):
    return keep_directory(force, lines, at=now)


def opened(house, now, **people):
    return open_case(replace(OPEN, **people), by=house.ali, at=now)


def test_the_case_of_a_colleague_exists_for_who_opened_it_and_for_standards(house, now, northmoor):
    listed(northmoor, now, CALLUM)
    case = opened(house, now)
    for user in (house.okoro, house.halloran, house.fenwick):
        assert case not in visible_to(user, now)
    assert case in visible_to(house.ali, now) and case in visible_to(house.shah, now)
    task = case.tasks.get(kind="staff_link")
    assert task.for_team.kind == "standards" and task.due_at == now + timedelta(minutes=30)
    assert "Northmoor Police" in task.words and "Verity" not in task.words
    name_on_restriction(NameOnRestriction(case.ref, house.halloran.pk), by=house.shah, at=now)
    assert case in visible_to(house.halloran, now)


@pytest.mark.parametrize(
    "line",
    [
        StaffLine("CALLUM", "verity", date(1988, 3, 27)),
        StaffLine("Cállum", "Vérity", date(1988, 3, 27)),
        StaffLine("Rowan", "Ashdown", date(1990, 7, 14)),
    ],
)
def test_spelling_and_either_of_the_two(house, now, northmoor, line):
    listed(northmoor, now, line)
    assert opened(house, now).restrictions.exists()


@pytest.mark.parametrize(
    "line",
    [StaffLine("Callum", "Verity", date(1988, 3, 28)), StaffLine("Callum", "Veritas", date(1988, 3, 27))],
)
def test_another_day_or_name_is_another_person(house, now, northmoor, line):
    listed(northmoor, now, line)
    assert not opened(house, now).restrictions.exists()


def test_a_day_that_is_not_known_finds_nobody(house, now, northmoor):
    listed(northmoor, now, StaffLine("Callum", "Verity", date(1988, 1, 1)))
    year = replace(SUBJECT, born=date(1988, 1, 1), born_precision="year")
    assert not opened(house, now, subject=year).restrictions.exists()


def test_whoever_it_may_be_is_kept_away_even_when_named(house, now):
    listed(house.okoro.force, now, replace(CALLUM, email=house.okoro.email.upper()))
    case = opened(house, now)
    assert Conflict.objects.get(user=house.okoro).person == case.subject
    with pytest.raises(Refused, match="declared conflict"):
        name_on_restriction(NameOnRestriction(case.ref, house.okoro.pk), by=house.shah, at=now)


def test_nobody_opens_a_case_of_their_own(house, now):
    listed(house.ali.force, now, replace(CALLUM, email=house.ali.email))
    with pytest.raises(Refused, match="may be a party"):
        opened(house, now)
    assert not CaseEvent.objects.exists()


def test_a_new_directory_and_a_later_name_close_cases_that_stand(house, now, northmoor):
    case = opened(house, now)
    other = StaffLine("Cal", "Verity-Holt", date(1988, 3, 27))
    assert listed(northmoor, now, other).cases == 0
    add_name(case.subject, kind="married", given="Cal", family="Verity-Holt", by=None)
    assert look_at_every_case(now) == 1 and case.restrictions.exists()
    # Nobody acted: nobody is named, and the officer in the case no longer sees it until standards name them.
    assert case not in visible_to(house.ali, now)
    assert look_at_every_case(now) == 0 and StaffLink.objects.count() == 1


def test_one_mistake_is_lifted_once_and_stays_lifted(house, now, northmoor):
    listed(northmoor, now, CALLUM)
    case = opened(house, now)
    ask_to_lift_restriction(AskToLiftRestriction(case.ref, "Another man of that name"), by=house.shah, at=now)
    lift_restriction(LiftRestriction(case.ref), by=second_standards(house), at=now)
    assert look_at_every_case(now) == 0
    assert not Restriction.objects.filter(lifted_at__isnull=True).exists()
    assert case in visible_to(house.okoro, now)


def test_a_directory_is_kept_anew_and_who_left_is_still_found(house, now, northmoor):
    assert (listed(northmoor, now, CALLUM).new, StaffEntry.objects.count()) == (1, 1)
    told = listed(northmoor, now, StaffLine("Ann", "Other", date(1980, 1, 1)))
    assert (told.lines, told.new, told.left) == (1, 1, 1)
    assert opened(house, now).restrictions.exists()
    back = listed(northmoor, now, CALLUM, StaffLine("Ann", "Other", date(1980, 1, 1)))
    assert (back.lines, back.new, back.left) == (2, 0, 0)
    assert not StaffEntry.objects.filter(left_at__isnull=False).exists()


def test_neither_name_nor_day_is_in_the_table(house, now, northmoor):
    listed(northmoor, now, CALLUM)
    row = StaffEntry.objects.values().get()
    assert len(bytes(row["key"])) == 32
    assert not any(word in str(row).casefold() for word in ("callum", "verity", "1988"))


def test_the_officer_is_told_that_no_inspector_sees_it(house, now, northmoor):
    listed(northmoor, now, CALLUM)
    proposal = propose_notice(request_for(subject=SUBJECT, protected=PROTECTED), by=house.ali, at=now)
    with signed_in(house.ali) as client:
        page = client.get(f"/notices/{proposal.ref}/sent").content.decode()
    assert "No inspector can see it yet" in page and "Nobody until Professional Standards name an inspector" in page
    with signed_in(house.halloran) as client:
        assert client.get(f"/decide/{proposal.ref}").status_code == 404
    name_on_restriction(NameOnRestriction(proposal.case.ref, house.halloran.pk), by=house.shah, at=now)
    with signed_in(house.ali) as client:
        assert f"It waits for {house.halloran.name}" in client.get(f"/notices/{proposal.ref}/sent").content.decode()
    with signed_in(house.halloran) as client:
        assert client.get(f"/decide/{proposal.ref}").status_code == 200


HEAD = "given,family,born,email\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("given,family\nCallum,Verity\n", "missing: born"),
        ("", "missing: given, family, born"),
        (HEAD, "has no line"),
        (HEAD + "Callum,Verity,1988-03-27,\nAnn,Other,27/03/1988,\n", "Line 3: born must be a day"),
        (HEAD + ",,1988-03-27,\n", "Line 2 has no name"),
        (HEAD + "Callum\n", "Line 2: born must be a day"),
        (HEAD + "Call\x00um,Verity,1988-13-27,\n", "Line 2: born must be a day"),
    ],
)
def test_a_bad_directory_changes_nothing_and_repeats_no_name(house, now, northmoor, tmp_path, capsys, text, sentence):
    listed(northmoor, now, CALLUM)
    file = tmp_path / "directory.csv"
    file.write_text(text, encoding="utf-8")
    assert print_load(str(file), "northmoor", as_json=True) == 2
    told = capsys.readouterr()
    assert sentence in told.err and "Other" not in told.err and not told.out
    assert StaffEntry.objects.filter(left_at__isnull=True).count() == 1


def test_a_force_that_is_not_there_and_a_file_that_is_not(house, tmp_path, capsys):
    file = tmp_path / "directory.csv"
    file.write_text(HEAD + "Callum,Verity,1988-03-27,\n", encoding="utf-8")
    assert print_load(str(file), "nowhere", as_json=False) == 2
    assert "northmoor" in capsys.readouterr().err
    assert print_load(str(tmp_path / "none.csv"), "northmoor", as_json=False) == 2
    file.write_bytes(b"given,family,born\n\xff\xfe,x,1990-01-01\n")
    assert print_load(str(file), "northmoor", as_json=False) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_the_command_says_what_it_changed(house, now, tmp_path, capsys):
    opened(house, now)
    file = tmp_path / "directory.csv"
    file.write_text(HEAD + "Callum,Verity,1988-03-27,\n", encoding="utf-8-sig")
    assert print_load(str(file), "northmoor", as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"lines": 1, "new": 1, "left": 0, "cases": 1}
