"""Who has a case: given, shared, moved, restricted, and closed to those in conflict. Two people where two are needed."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.accounts.actors import Actor, actor
from haven.accounts.models import RoleGrant, User
from haven.accounts.policy import ROLES_FOR, CaseContext, decide
from haven.cases.models import CaseEvent, CaseForce, Conflict, Deadline, Restriction, RestrictionNamed, Task
from haven.cases.operations.assign_case import AssignCase, assign_case
from haven.cases.operations.close_case import CloseCase, close_case
from haven.cases.operations.declare_conflict import DeclareConflict, declare_conflict
from haven.cases.operations.lift_conflict import AskToLiftConflict, LiftConflict, ask_to_lift_conflict, lift_conflict
from haven.cases.operations.lift_restriction import (
    AskToLiftRestriction,
    LiftRestriction,
    ask_to_lift_restriction,
    lift_restriction,
)
from haven.cases.operations.name_on_restriction import NameOnRestriction, name_on_restriction
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.cases.operations.share_case import EndSharing, ShareCase, end_sharing, share_case
from haven.cases.operations.transfer_case import TransferCase, transfer_case
from haven.cases.permissions import context_for, may, visible_sql, visible_to, visible_values
from haven.cases.sentences import SENTENCES
from haven_law.findings import Refused
from tests.rows import HOUR, a_case, a_hearing, a_notice, an_order

DAY = timedelta(days=1)


@pytest.fixture
def case(house, now):
    return a_case(house, now - DAY)


def second_standards(house):
    user = User.objects.create_user(
        "second@haven.example", name="Lee Marlow", collar_no="2191", force=house.shah.force, team=house.shah.team
    )
    RoleGrant.objects.create(user=user, role="professional_standards", from_at=house.shah.role_grants.get().from_at)
    return user


def restrict(case, house, now):
    return restrict_case(
        RestrictCase(case.ref, "The subject is an officer", "Standards desk, 01632 960 555"), by=house.shah, at=now
    )


def test_a_restricted_case_exists_only_for_those_named(house, case, now):
    restrict(case, house, now)
    assert case not in visible_to(house.ali, now) and case in visible_to(house.shah, now)
    name_on_restriction(NameOnRestriction(case.ref, house.okoro.pk, now + DAY), by=house.shah, at=now)
    assert case in visible_to(house.okoro, now) and case not in visible_to(house.okoro, now + DAY)
    with pytest.raises(Refused, match="named already"):
        name_on_restriction(NameOnRestriction(case.ref, house.okoro.pk), by=house.shah, at=now)
    with pytest.raises(Refused, match="restricted already"):
        restrict(case, house, now)


def test_only_professional_standards_restricts(house, case, now):
    for user in (house.halloran, house.okoro, house.lowry, house.frome):
        with pytest.raises(Refused):
            restrict_case(RestrictCase(case.ref, "Because", "Desk"), by=user, at=now)
    with pytest.raises(Refused, match="Say why"):
        restrict_case(RestrictCase(case.ref, " ", "Desk"), by=house.shah, at=now)
    with pytest.raises(Refused, match="no such case"):
        restrict_case(RestrictCase("DC-2222-2222", "Because", "Desk"), by=house.shah, at=now)


def test_naming_refuses_conflict_and_what_is_not_restricted(house, case, now):
    with pytest.raises(Refused, match="not restricted"):
        name_on_restriction(NameOnRestriction(case.ref, house.okoro.pk), by=house.shah, at=now)
    restrict(case, house, now)
    Conflict.objects.create(user=house.okoro, person=case.subject, nature="Cousin", at=now)
    with pytest.raises(Refused, match="declared conflict"):
        name_on_restriction(NameOnRestriction(case.ref, house.okoro.pk), by=house.shah, at=now)
    with pytest.raises(Refused, match="signs in here"):
        name_on_restriction(NameOnRestriction(case.ref, 999999), by=house.shah, at=now)


def test_two_people_lift_a_restriction(house, case, now):
    restrict(case, house, now)
    with pytest.raises(Refused, match="another person must ask"):
        lift_restriction(LiftRestriction(case.ref), by=house.shah, at=now)
    ask_to_lift_restriction(AskToLiftRestriction(case.ref, "The officer has left the force"), by=house.shah, at=now)
    with pytest.raises(Refused, match="You asked for this"):
        lift_restriction(LiftRestriction(case.ref), by=house.shah, at=now)
    assert case not in visible_to(house.ali, now)
    lift_restriction(LiftRestriction(case.ref), by=second_standards(house), at=now + HOUR)
    row = Restriction.objects.get()
    assert (
        row.lifted_by == house.shah
        and row.lifted_second.name == "Lee Marlow"
        and case in visible_to(house.ali, now + HOUR)
    )


def test_a_conflict_closes_the_case_and_lets_go_of_it(house, case, now):
    declare_conflict(DeclareConflict(case.ref, "The subject is my cousin"), by=house.ali, at=now)
    assert case not in visible_to(house.ali, now) and case.assignments.filter(until_at__isnull=True).count() == 0
    assert Task.objects.filter(kind="reassign_case", case=case).exists()
    assert "cousin" not in str(CaseEvent.objects.get(kind="case.conflict_declared").facts)
    with pytest.raises(Refused, match="conflict"):
        may(house.ali, "report_breach", case, now).require()


def test_a_conflict_with_a_person_closes_every_case_of_theirs(house, case, now):
    other = a_case(house, now - DAY)
    other.subject = case.subject
    other.save()
    declare_conflict(DeclareConflict(case.ref, "Neighbour", whom="subject"), by=house.wren, at=now)
    assert not visible_to(house.wren, now).filter(pk__in=[case.pk, other.pk]).exists()


def test_who_may_declare_for_another(house, case, now):
    with pytest.raises(Refused, match="Only a supervisor"):
        declare_conflict(DeclareConflict(case.ref, "Related", user=house.wren.pk), by=house.ali, at=now)
    declare_conflict(DeclareConflict(case.ref, "Related", user=house.wren.pk), by=house.adeyemi, at=now)
    with pytest.raises(Refused, match="declared already"):
        declare_conflict(DeclareConflict(case.ref, "Related", user=house.wren.pk), by=house.adeyemi, at=now)
    with pytest.raises(Refused, match="what the conflict is"):
        declare_conflict(DeclareConflict(case.ref, ""), by=house.ali, at=now)


def test_two_people_lift_a_conflict_and_never_their_own(house, case, now):
    conflict = declare_conflict(DeclareConflict(case.ref, "Related", user=house.wren.pk), by=house.adeyemi, at=now)
    second = second_standards(house)
    with pytest.raises(Refused, match="another person must ask"):
        lift_conflict(LiftConflict(case.ref, conflict.pk), by=second, at=now)
    ask_to_lift_conflict(AskToLiftConflict(case.ref, conflict.pk, "It was another Wren"), by=house.shah, at=now)
    with pytest.raises(Refused, match="asked for this already"):
        ask_to_lift_conflict(AskToLiftConflict(case.ref, conflict.pk, "It was another Wren"), by=house.shah, at=now)
    lift_conflict(LiftConflict(case.ref, conflict.pk), by=second, at=now)
    assert case in visible_to(house.wren, now)
    with pytest.raises(Refused, match="no such conflict"):
        lift_conflict(LiftConflict(case.ref, conflict.pk), by=second, at=now)


def test_a_transfer_moves_the_case_and_leaves_the_old_force_reading_for_twelve_months(house, case, now):
    Deadline.objects.create(
        case=case,
        kind="next_hearing",
        about_kind="notice",
        about_ref="DN-1",
        starts_at=now,
        act_by=now + DAY,
        outer_limit=now + DAY,
        nature="duty",
        owner_role="unit_desk",
        owner_team=house.teams["Civil Orders Unit"],
    )
    transfer_case(
        TransferCase(case.ref, "northmoor", "The subject has moved", area="Northmoor"), by=house.okoro, at=now
    )
    case.refresh_from_db()
    assert case.lead_force.code == "northmoor" and case.area == "Northmoor"
    assert case in visible_to(house.quill, now) and may(house.quill, "propose_notice", case, now).lawful
    assert case in visible_to(house.ali, now) and not may(house.ali, "propose_notice", case, now).lawful
    assert may(house.ali, "see_case", case, now).lawful
    left = CaseForce.objects.get(force__code="practice")
    assert left.until_at.isoformat() == "2027-11-06T00:00:00+00:00"
    assert case not in visible_to(house.ali, left.until_at)
    assert Deadline.objects.get().owner_team.force.code == "northmoor"
    assert case.assignments.get(until_at__isnull=True).team == house.teams["Northmoor Response"]


def test_a_sharing_ends_before_its_time(house, case, now):
    share_case(ShareCase(case.ref, "northmoor", "work", "They serve it", now + 9 * DAY), by=house.okoro, at=now)
    with pytest.raises(Refused, match="Say why"):
        end_sharing(EndSharing(case.ref, "northmoor", " "), by=house.okoro, at=now + HOUR)
    with pytest.raises(Refused):
        end_sharing(EndSharing(case.ref, "northmoor", "They have served it"), by=house.ali, at=now + HOUR)
    end_sharing(EndSharing(case.ref, "northmoor", "They have served it"), by=house.okoro, at=now + HOUR)
    assert case in visible_to(house.quill, now) and case not in visible_to(house.quill, now + HOUR)
    line = CaseEvent.objects.get(case=case, kind="case.sharing_ended")
    assert "may no longer see this case" in SENTENCES[line.kind].staff.format_map(line.facts)
    with pytest.raises(Refused, match="not shared"):
        end_sharing(EndSharing(case.ref, "northmoor", "Once more"), by=house.okoro, at=now + 2 * HOUR)


def test_transfers_that_cannot_be(house, case, now):
    for to, why, words in (
        ("practice", "Moved", "already"),
        ("court", "Moved", "police force"),
        ("northmoor", " ", "why it moves"),
    ):
        with pytest.raises(Refused, match=words):
            transfer_case(TransferCase(case.ref, to, why), by=house.okoro, at=now)
    with pytest.raises(Refused, match="Your role"):
        transfer_case(TransferCase(case.ref, "northmoor", "Moved"), by=house.ali, at=now)
    with pytest.raises(Refused, match="another force"):
        transfer_case(TransferCase(case.ref, "northmoor", "Moved"), by=house.quill, at=now)


def test_sharing_gives_what_it_says_and_ends(house, case, now):
    assert case not in visible_to(house.quill, now)
    share_case(ShareCase(case.ref, "northmoor", "read", "They are often there", now + DAY), by=house.okoro, at=now)
    assert case in visible_to(house.quill, now) and not may(house.quill, "propose_notice", case, now).lawful
    assert case not in visible_to(house.quill, now + DAY)
    share_case(ShareCase(case.ref, "northmoor", "work", "They serve it"), by=house.okoro, at=now + HOUR)
    assert may(house.quill, "propose_notice", case, now + HOUR).lawful
    assert CaseForce.objects.filter(until_at__isnull=True).count() == 1
    with pytest.raises(Refused, match="leads the case"):
        share_case(ShareCase(case.ref, "practice", "read", "Why"), by=house.okoro, at=now)


def test_a_force_that_only_works_on_a_case_does_not_give_it_away(house, case, now):
    share_case(ShareCase(case.ref, "northmoor", "work", "They serve it"), by=house.okoro, at=now)
    RoleGrant.objects.create(user=house.quill, role="orders_unit", from_at=now)
    with pytest.raises(Refused, match="leads the case"):
        transfer_case(TransferCase(case.ref, "northmoor", "We take it"), by=house.quill, at=now + HOUR)


def test_giving_a_case(house, case, now):
    unit = house.teams["Civil Orders Unit"]
    assign_case(AssignCase(case.ref, "owner", unit.pk, house.okoro.pk), by=house.adeyemi, at=now)
    assign_case(AssignCase(case.ref, "owner", unit.pk, house.nair.pk), by=house.okoro, at=now + HOUR)
    assert case.assignments.get(role="owner", until_at__isnull=True).user == house.nair
    with pytest.raises(Refused, match="hold it already"):
        assign_case(AssignCase(case.ref, "owner", unit.pk, house.nair.pk), by=house.okoro, at=now + HOUR)
    with pytest.raises(Refused, match="person of that team"):
        assign_case(AssignCase(case.ref, "owner", unit.pk, house.ali.pk), by=house.okoro, at=now + HOUR)
    with pytest.raises(Refused, match="team of the force"):
        assign_case(AssignCase(case.ref, "owner", house.teams["Northmoor Response"].pk), by=house.okoro, at=now + HOUR)
    with pytest.raises(Refused, match="later than when"):
        assign_case(AssignCase(case.ref, "owner", unit.pk), by=house.okoro, at=now)
    Conflict.objects.create(user=house.okoro, case=case, nature="Related", at=now)
    with pytest.raises(Refused, match="may not see this case"):
        assign_case(AssignCase(case.ref, "owner", unit.pk, house.okoro.pk), by=house.adeyemi, at=now + 2 * HOUR)


def test_a_case_is_closed_only_when_nothing_runs(house, case, now):
    close = CloseCase(case.ref, "notice_ended")
    notice = a_notice(house, case, now - 5 * HOUR, now - 4 * HOUR)
    a_hearing(house, case, now - HOUR, after=notice, begun=True)
    with pytest.raises(Refused) as refused:
        close_case(close, by=house.okoro, at=now)
    assert "a notice is live" in str(refused.value) and "an application is open" in str(refused.value)
    notice.ended_at, notice.ended_because = now, "application_refused"
    notice.save()
    case.applications.update(determined_at=now)
    close_case(close, by=house.okoro, at=now + HOUR)
    with pytest.raises(Refused, match="closed already"):
        close_case(close, by=house.okoro, at=now + HOUR)
    assert case in visible_to(house.okoro, now + HOUR)


def test_an_order_in_force_keeps_a_case_open(house, case, now):
    order = an_order(house, case, now - HOUR)
    case.applications.update(determined_at=now)
    with pytest.raises(Refused, match="an order is in force"):
        close_case(CloseCase(case.ref, "order_ended"), by=house.okoro, at=now)
    order.ended_at = now
    order.save()
    close_case(CloseCase(case.ref, "order_ended"), by=house.okoro, at=now)


def test_every_kind_recorded_here_has_a_sentence(house, case, now):
    restrict(case, house, now)
    name_on_restriction(NameOnRestriction(case.ref, house.okoro.pk), by=house.shah, at=now)
    ask_to_lift_restriction(AskToLiftRestriction(case.ref, "No longer needed here"), by=house.shah, at=now)
    assert {e.kind for e in CaseEvent.objects.all()} <= SENTENCES.keys()


# Properties: the policy and the queryset are one rule, and no row that takes away ever gives.

_roles = st.frozensets(st.sampled_from(sorted(set(sum(ROLES_FOR.values(), ())))), max_size=3)
_access = st.sampled_from([None, "read", "work"])


def _who(roles, force=1, police=True, rank="constable"):
    return Actor(1, "user:1", "PC One", force, None, roles, rank, police, True)


@given(
    roles=_roles,
    lead=st.integers(1, 2),
    access=_access,
    restricted=st.booleans(),
    named=st.booleans(),
    operation=st.sampled_from(sorted(ROLES_FOR)),
)
def test_a_conflict_never_increases_access_nor_does_losing_a_relationship(
    roles, lead, access, restricted, named, operation
):
    who = _who(roles)
    party = {1: access} if access else {}
    base = CaseContext(lead, party, frozenset(), restricted, named)
    allowed = decide(who, operation, base).lawful
    for less in (
        CaseContext(lead, party, frozenset(), restricted, named, conflict=True),
        CaseContext(lead, {}, frozenset(), restricted, named),
        CaseContext(lead, party, frozenset(), True, False),
        CaseContext(lead, party, frozenset(), restricted, False),
    ):
        assert allowed or not decide(who, operation, less).lawful
    assert not decide(who, operation, CaseContext(lead, party, frozenset(), restricted, named, conflict=True)).lawful


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    roles=_roles,
    access=_access,
    own=st.booleans(),
    over=st.booleans(),
    restricted=st.booleans(),
    named=st.booleans(),
    conflict=st.sampled_from([None, "case", "subject", "protected"]),
    made=st.booleans(),
    court=st.booleans(),
)
def test_what_is_visible_is_what_the_policy_lets_one_see(
    house, now, roles, access, own, over, restricted, named, conflict, made, court
):
    """The queryset that pages start from and the pure function answer alike, whatever rows there are."""
    with transaction.atomic():
        user = house.moss if court else house.quill
        case = a_case(house, now - DAY, force="northmoor" if own else "practice")
        RoleGrant.objects.filter(user=user).delete()
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role, from_at=now) for role in roles)
        if access:
            CaseForce.objects.create(
                case=case, force=user.force, access=access, from_at=now - HOUR, until_at=now if over else None, why="x"
            )
        if restricted:
            row = Restriction.objects.create(case=case, because="x", desk="x", from_at=now)
            if named:
                RestrictionNamed.objects.create(restriction=row, user=user, from_at=now)
        if conflict:
            who = {"case": None, "subject": case.subject, "protected": case.protected}[conflict]
            Conflict.objects.create(user=user, case=None if who else case, person=who, nature="x", at=now)
        hearing = a_hearing(house, case, now)
        if not made:
            hearing.application.made_at = None
            hearing.application.save()
        me = actor(user, now)
        seen = visible_to(me, now).filter(pk=case.pk).exists()
        assert seen == bool(decide(me, "see_case", context_for(case, me, now)).lawful)
        with connection.cursor() as cursor:
            statement = f"SELECT count(*) FROM cases_case c WHERE c.id = %(case)s AND {visible_sql(me)}"
            cursor.execute(statement, visible_values(me, now) | {"case": case.pk})
            assert cursor.fetchone() == (int(seen),)
        transaction.set_rollback(True)
