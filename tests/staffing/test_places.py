"""Teams, forces and courts are added by the administrator, and what leads to them works from then on."""

import pytest

from haven.accounts.models import Force, Team, User
from haven.cases.teams import team_for
from haven.courts.facts import courts_for
from haven.courts.models import Court
from haven.staffing.models import StaffAct
from haven.staffing.operations.open_user import Details, open_user
from haven.staffing.operations.places import (
    AddCourt,
    AddForce,
    AddTeam,
    add_court,
    add_force,
    add_team,
    change_areas,
)
from haven_law.findings import Refused
from tests.factories import make_proposal

WHY = "The new list of areas"


def test_a_force_from_nothing_to_its_first_officer(house, now):
    force = add_force(AddForce("Eastmere  Police", "local", ("Eastmere",)), by=house.lowry, at=now)
    assert (force.name, force.code, force.police_areas) == ("Eastmere Police", "eastmere-police", ["Eastmere"])
    stranger = User.objects.create_user("s@eastmere.example", name="Sam Reed", force=force)
    with pytest.raises(Refused, match="Ask the administrator to add one"):
        team_for(stranger, "unit")
    team = add_team(AddTeam(force, "Eastmere Orders Unit", "unit"), by=house.lowry, at=now)
    assert team_for(stranger, "unit") == team
    assert open_user(Details("Kay Orr", "k@eastmere.example", "1", team), by=house.lowry, at=now).user.force == force
    assert set(StaffAct.objects.values_list("kind", "words")) >= {("force", "Eastmere Police added: Eastmere")}


def test_a_court_with_its_office(house, now):
    Court.objects.update(areas=[])
    proposal = make_proposal(house, now)
    command = AddCourt("Larkspur Magistrates' Court", "South London", (proposal.case.area,), "3 Larkspur Walk")
    court = add_court(command, by=house.lowry, at=now)
    assert courts_for(proposal.case) == [court] and court.kind == "magistrates_court"
    assert court.force.kind == "court" and Team.objects.get(force=court.force).kind == "court"
    other = AddCourt("Teasel Magistrates' Court", "", ("Sutton",), body=court.force)
    assert add_court(other, by=house.lowry, at=now).force == court.force


def test_areas_change_and_what_stood_before_is_said(house, now):
    court = house.courts["Bromley Magistrates' Court"]
    change_areas(court, ("Bromley", "Sutton"), WHY, by=house.lowry, at=now)
    assert Court.objects.get(pk=court.pk).areas == ["Bromley", "Sutton"]
    assert StaffAct.objects.get(kind="areas").words == "Bromley Magistrates' Court: Bromley, Sutton; before: Bromley"
    with pytest.raises(Refused, match="Nothing is changed"):
        change_areas(court, ("Sutton", "Bromley"), WHY, by=house.lowry, at=now)
    with pytest.raises(Refused, match="at least one area"):
        change_areas(court, (), WHY, by=house.lowry, at=now)
    with pytest.raises(Refused, match="Say in a sentence why"):
        change_areas(house.forces["practice"], ("Bromley",), "", by=house.lowry, at=now)


def test_refusals(house, now):
    practice, court = house.forces["practice"], house.forces["court"]
    by = house.lowry
    for call, says in (
        (lambda: add_force(AddForce("practice force", "local"), by=by, at=now), "with this name already"),
        (lambda: add_force(AddForce(" ", "local"), by=by, at=now), "Enter the name"),
        (lambda: add_force(AddForce("A", "court"), by=by, at=now), "what kind of force"),
        (lambda: add_team(AddTeam(practice, "croydon response", "response"), by=by, at=now), "team of this force"),
        (lambda: add_team(AddTeam(practice, "Bench", "court"), by=by, at=now), "only a court has"),
        (lambda: add_team(AddTeam(court, "Bench", "unit"), by=by, at=now), "only a court has"),
        (lambda: add_team(AddTeam(Force.objects.get(code="partners"), "X", "office"), by=by, at=now), "no such force"),
        (lambda: add_court(AddCourt("Bromley Magistrates' Court", "", ("Bromley",)), by=by, at=now), "court with this name"),
        (lambda: add_court(AddCourt("B", "", ()), by=by, at=now), "Choose the areas"),
        (lambda: add_court(AddCourt("B", "", ("Bromley",), body=practice), by=by, at=now), "a court's office"),
        (lambda: add_team(AddTeam(practice, "B", "office"), by=house.okoro, at=now), "Your role may not"),
        (lambda: add_court(AddCourt("B", "", ("Bromley",)), by=house.moss, at=now), "Your role may not"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=says):
            call()


def test_two_forces_of_nearly_one_name_have_codes_of_their_own(house, now):
    names = ("Vale Police", "Vale-Police")
    assert [add_force(AddForce(name, "btp"), by=house.lowry, at=now).code for name in names] == [
        "vale-police",
        "vale-police-2",
    ]
