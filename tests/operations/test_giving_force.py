"""The chief officer of the force whose officer gave a notice must apply after it (s.28(3)): no act on the case takes that away."""

from datetime import date, timedelta

import pytest

from haven.accounts.models import RankHeld, RoleGrant
from haven.cases.models import CaseEvent, CaseForce, Deadline, Task
from haven.cases.operations.share_case import EndSharing, ShareCase, end_sharing, share_case
from haven.cases.operations.transfer_case import TransferCase, transfer_case
from haven.cases.papers import paper_bytes
from haven.cases.permissions import may
from haven.courts.operations.hear import RefuseApplication, refuse_application
from haven.courts.operations.prepare_application import PrepareApplication, prepare_application
from haven.courts.operations.send_application import SendApplication, send_application
from haven.notices.operations.authorise_notice import authorise_notice
from haven.notices.operations.withdraw_authority import WithdrawAuthority, withdraw_authority
from haven_law.findings import Refused
from tests.factories import (
    authorise_command,
    follow,
    make_authorised_notice,
    make_case,
    make_proposal,
    serve,
)
from tests.operations.court_helpers import GROUNDS, begun_hearing, decided, listed_hearing, served_notice
from tests.papers.reading import text_of

pytestmark = pytest.mark.provision("28(3)")
HOUR = timedelta(hours=1)
MOVED = "The subject has moved to Northmoor"


def transfer(case, house, at, why=MOVED):
    return transfer_case(TransferCase(case.ref, "northmoor", why, area="Northmoor"), by=house.okoro, at=at)


def refused(call) -> str:
    with pytest.raises(Refused) as problem:
        call()
    assert "DAA 2021 s.28(3)" in {finding.provision for finding in problem.value.findings}
    return str(problem.value)


def northmoor_inspector(house):
    """Quill of Northmoor, an inspector who decides and applies there."""
    RankHeld.objects.create(user=house.quill, rank="inspector", held="substantive", from_day=date(2020, 1, 1))
    for role in ("authorising_inspector", "orders_unit"):
        RoleGrant.objects.create(user=house.quill, role=role, from_at=house.quill.role_grants.first().from_at)
    house.quill._prefetched_objects_cache = {}
    return house.quill


def test_a_case_with_a_served_notice_stays_until_its_application_is_decided(house, now):
    notice = served_notice(house, now)
    case, before = notice.case, list(Deadline.objects.order_by("pk").values_list("pk", "owner_team"))
    said = refused(lambda: transfer(case, house, now + HOUR))
    assert f"Notice {notice.ref} is live: the chief officer of Practice Force" in said
    assert "Share the case with Northmoor Police" in said
    case.refresh_from_db()
    assert case.lead_force.code == "practice" and not CaseForce.objects.exists()
    assert list(Deadline.objects.order_by("pk").values_list("pk", "owner_team")) == before
    application = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)
    assert send_application(SendApplication(application.ref, GROUNDS), by=house.okoro, at=now + HOUR).made_at


def test_it_moves_once_the_application_is_determined(house, now):
    hearing = begun_hearing(house, now)
    case = hearing.application.case
    refused(lambda: transfer(case, house, hearing.begun_at))
    over = decided(hearing)
    refuse_application(RefuseApplication(over), by=house.moss, at=over.decided_at)
    assert transfer(case, house, over.decided_at + HOUR).lead_force.code == "northmoor"


def test_a_notice_that_may_still_be_served_keeps_the_case_too(house, now):
    notice = make_authorised_notice(house, now)
    assert "authorised and may still be served" in refused(lambda: transfer(notice.case, house, now + HOUR))
    withdraw_authority(
        WithdrawAuthority(notice.ref, "The subject was charged and kept in custody."), by=house.halloran, at=now + HOUR
    )
    assert transfer(notice.case, house, now + 2 * HOUR).lead_force.code == "northmoor"


def test_the_notice_is_that_of_the_force_whose_inspector_gave_it(house, now):
    """Another force works on the case and its inspector decides: that force applies, and its desk holds the clocks."""
    case, quill = make_case(house, now - 2 * HOUR), northmoor_inspector(house)
    share_case(
        ShareCase(case.ref, "northmoor", "work", "The subject is there tonight", now + 9 * HOUR),
        by=house.okoro,
        at=now - HOUR,
    )
    proposal = make_proposal(house, now - HOUR, case=case)
    notice = authorise_notice(authorise_command(proposal, quill, now), by=quill, at=now)
    assert notice.force.code == "northmoor" and proposal.force.code == "practice"
    assert "Northmoor Police" in text_of(paper_bytes(notice.document))
    notice = serve(notice, house, now + HOUR).notice
    follow()
    clocks = Deadline.objects.filter(about_ref=notice.ref, kind__in=["hearing", "apply"])
    assert {clock.owner_team.force.code for clock in clocks} == {"northmoor"}
    assert Task.objects.get(kind="legal_application").for_team.force.code == "northmoor"
    assert "must be made by the chief officer" in refused(
        lambda: prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)
    )
    late = now + 20 * HOUR
    assert may(quill, "prepare_application", case, late).lawful, "the sharing for a time has no end any more"
    kept = CaseForce.objects.get(until_at=None)
    assert notice.ref in kept.why and CaseEvent.objects.filter(kind="case.shared").count() == 2
    application = prepare_application(PrepareApplication(notice.ref), by=quill, at=late)
    assert application.force.code == "northmoor"
    send_application(SendApplication(application.ref, GROUNDS), by=quill, at=late)
    application.refresh_from_db()
    hearing = listed_hearing(house, application, at=late + HOUR)
    assert Deadline.objects.get(about_ref=hearing.public_id).owner_team.force.code == "northmoor"


def test_the_giving_force_keeps_its_work_while_its_notice_is_live(house, now):
    case, quill = make_case(house, now - 2 * HOUR), northmoor_inspector(house)
    share_case(ShareCase(case.ref, "northmoor", "work", "They give it"), by=house.okoro, at=now - HOUR)
    proposal = make_proposal(house, now - HOUR, case=case)
    notice = authorise_notice(authorise_command(proposal, quill, now), by=quill, at=now)
    assert CaseForce.objects.count() == 1, "a sharing without an end stays as it was"
    at = now + HOUR
    end = EndSharing(case.ref, "northmoor", "No longer needed")
    for act in (
        lambda: end_sharing(end, by=house.okoro, at=at),
        lambda: share_case(ShareCase(case.ref, "northmoor", "read", "To read"), by=house.okoro, at=at),
        lambda: share_case(ShareCase(case.ref, "northmoor", "work", "A day", at + HOUR), by=house.okoro, at=at),
        lambda: transfer(case, house, at),
    ):
        assert "chief officer of Northmoor Police" in refused(act)
    assert may(quill, "prepare_application", case, at + 3 * HOUR).lawful
    withdraw_authority(WithdrawAuthority(notice.ref, "The subject was charged and kept in custody."), by=quill, at=at)
    end_sharing(end, by=house.okoro, at=at + HOUR)
    assert not may(quill, "see_case", case, at + HOUR).lawful
