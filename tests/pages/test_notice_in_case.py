"""A notice in a case that exists: a later request, one that was sent back, by whoever of the case is there."""

import re
from datetime import timedelta

import pytest

from haven.audit.models import ReadingLog
from haven.cases.models import Case, CaseForce, Draft, Restriction
from haven.cases.operations.drafts import read_draft
from haven.notices.models import Notice, NoticeProposal
from haven.notices.operations.end_notice import end_notice
from haven.notices.operations.propose_notice import ChildFacts, TermFacts
from haven.notices.operations.refuse_notice import RefuseNotice, refuse_notice
from haven.notices.operations.send_back_notice import SendBackNotice, send_back_notice
from haven.notices.operations.withdraw_authority import WithdrawAuthority, withdraw_authority
from haven.notices.operations.withdraw_proposal import withdraw_proposal
from tests.factories import MINUTE, REASONS, make_authorised_notice, make_proposal, make_served_notice
from tests.pages.propose_pages import ANSWERS, AT, PERSON, fill, page, put, send, signed_in, start

CHANGED = {
    "shared": {"shared": "no"},
    "connection-more": {"another": "no"},
}


def asked_in(client, case, **post):
    return client.post(f"/cases/{case.ref}/notice", post)


def resume(client, draft):
    return client.get(f"/notices/new/{draft.public_id}")["Location"]


def answer_all(client, draft, changes=None):
    """Answer what is left, as the pages lead."""
    answers = ANSWERS | CHANGED | (changes or {})
    for _ in range(40):
        where = resume(client, draft)
        if where.endswith("/check"):
            return
        code = where.rsplit("/", 1)[1]
        assert put(client, draft, code, answers[code]).status_code == 302, code
    raise AssertionError("The questions do not end")


def taken_back(house, at):
    proposal = make_proposal(house, at - 30 * MINUTE)
    withdraw_proposal(proposal, by=house.ali, at=at - 20 * MINUTE)
    return proposal.case


def refused(house, at):
    proposal = make_proposal(house, at - 30 * MINUTE)
    refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.halloran, at=at - 20 * MINUTE)
    return proposal.case


def authority_withdrawn(house, at):
    notice = make_authorised_notice(house, at - 20 * MINUTE)
    withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.mistry, at=at - 10 * MINUTE)
    return notice.case


def ended(house, at):
    notice = make_served_notice(house, at - timedelta(days=2))
    end_notice(notice, "application_refused", by=house.moss, at=at - timedelta(days=1))
    return notice.case


@pytest.mark.parametrize("how", [taken_back, refused, authority_withdrawn, ended])
def test_another_notice_is_asked_for_in_the_same_case(house, how):
    """From the case page, by another officer; what was argued for the same hour is there, and what may have changed is
    asked."""
    case = how(house, AT)
    first = NoticeProposal.objects.get()
    with signed_in(house.wren) as wren:
        assert f"/cases/{case.ref}/notice" in wren.get(f"/cases/{case.ref}/acts").content.decode()
        assert wren.get(f"/cases/{case.ref}/notice").status_code == 200
        assert asked_in(wren, case).status_code == 302
        assert asked_in(wren, case).status_code == 302 and Draft.objects.count() == 1
        draft = Draft.objects.get()
        assert wren.get(page(draft, "subject")).status_code == 302, "who the people are is not asked"
        assert ("behaviour" in read_draft(draft)) is (how is not ended)
        said = wren.get(f"/notices/new/{draft.public_id}/check").content.decode()
        for words in ("live in the same premises now", "held anywhere now", "bail", "child", "know either of them"):
            assert words in said
        assert ("shouted for ten minutes" in said) is (how is not ended)
        answer_all(wren, draft)
        sent = send(wren, draft)
        assert sent.status_code == 302 and sent["Location"].endswith("/sent")
    second = NoticeProposal.objects.exclude(pk=first.pk).get()
    assert second.case == case and Case.objects.count() == 1 and second.proposed_by == house.wren
    assert second.earlier_version is None and not second.shared_home


def test_what_is_new_is_recorded_once(house):
    """A child, an occupant, bail, custody, a connection and a shared home that were not there before; nothing twice."""
    proposal = make_proposal(house, AT - 30 * MINUTE, children=(ChildFacts("AV", 2019),))
    withdraw_proposal(proposal, by=house.ali, at=AT - 20 * MINUTE)
    case = proposal.case
    with signed_in(house.ali) as ali:
        asked_in(ali, case)
        draft = Draft.objects.get()
        assert "AV, born 2019" in ali.get(page(draft, "children")).content.decode()
        child = {"year": "2019", "related": "both", "saw_it": "no"}
        put(ali, draft, "children", {**child, "initials": "AV", "another": "yes"})
        put(ali, draft, "children", {**child, "initials": "BV", "another": "yes"})
        put(ali, draft, "connection-more", {"code": "co_parent", "another": "yes"})
        put(ali, draft, "connection-more", {"code": "former_intimate_partner", "another": "yes"})
        put(ali, draft, "held", {"held": "yes", "kind": "custody", "place": "Croydon custody"})
        put(ali, draft, "shared", {"shared": "yes"})
        put(ali, draft, "terms", {"terms": ["not_enter"]})
        answer_all(ali, draft, {"welfare": {"words": "Both are asleep."}})
        assert send(ali, draft).status_code == 302
    assert [c.initials for c in case.children.order_by("pk")] == ["AV", "BV"]
    assert sorted(case.connections.values_list("code", flat=True)) == ["co_parent", "former_intimate_partner"]
    assert case.detentions.get().place == "Croydon custody"
    again = NoticeProposal.objects.latest("pk")
    assert again.shared_home and "not_enter" in {t["term"] for t in again.terms}


def test_a_home_that_is_no_longer_shared_is_decided_again(house):
    notice = make_authorised_notice(house, AT - 20 * MINUTE, shared_home=True, terms=(TermFacts("not_enter"),))
    with signed_in(house.ali) as ali:
        stands = ali.get(f"/cases/{notice.case.ref}/notice").content.decode()
        assert f"/notices/{notice.ref}" in stands and "withdraws the authority" in stands
        assert asked_in(ali, notice.case).status_code == 409 and not Draft.objects.exists()
        withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.mistry, at=AT - MINUTE)
        asked_in(ali, notice.case)
        draft = Draft.objects.get()
        answer_all(ali, draft)
        assert resume(ali, draft).endswith("/check")
        assert send(ali, draft).status_code == 302
    assert NoticeProposal.objects.latest("pk").shared_home is False and Notice.objects.count() == 1


def test_any_officer_of_the_case_takes_up_what_was_sent_back(house):
    proposal = make_proposal(house, AT - 30 * MINUTE)
    send_back_notice(SendBackNotice(proposal.ref, REASONS), by=house.halloran, at=AT - 20 * MINUTE)
    with signed_in(house.wren) as wren:
        assert "was sent back" in wren.get(f"/cases/{proposal.case.ref}/notice").content.decode()
        read = wren.get(f"/notices/{proposal.ref}/sent").content.decode()
        assert REASONS in read and "Sana Ali" in read and "Take the request back" not in read
        assert ReadingLog.objects.filter(operation="see_request", case_ref=proposal.case.ref).exists()
        first = wren.post(f"/notices/{proposal.ref}/again")
        assert wren.post(f"/notices/{proposal.ref}/again")["Location"] == first["Location"]
        draft = Draft.objects.get()
        assert resume(wren, draft).endswith("independent"), "the other officer is asked, and nothing else"
        put(wren, draft, "independent", {"knows": "yes"})
        assert send(wren, draft).status_code == 409
        put(wren, draft, "independent", {"knows": "no"})
        assert resume(wren, draft).endswith("/check")
        assert send(wren, draft).status_code == 302
    again = NoticeProposal.objects.latest("pk")
    assert again.earlier_version == proposal and again.proposed_by == house.wren
    assert [t["term"] for t in again.terms] == [t["term"] for t in proposal.terms]
    with signed_in(house.ali) as ali:
        assert ali.post(f"/notices/{proposal.ref}/again").status_code == 302
        late = Draft.objects.get(owner=house.ali)
        said = send(ali, late)
        assert said.status_code == 409 and "already waiting" in said.content.decode(), "who was quicker is said"


def test_the_refusal_at_the_end_leads_into_the_case_with_what_was_typed(house):
    with signed_in(house.ali) as ali:
        born = {**PERSON, "given": "Rowan", "family": "Ashdown"}
        draft = start(ali)
        fill(ali, draft, {"protected": born})
        send(ali, draft)
        proposal = NoticeProposal.objects.get()
        withdraw_proposal(proposal, by=house.ali, at=AT)
        second = start(ali)
        same = {
            "subject-same": {"same": str(proposal.case.subject.public_id)},
            "protected-same": {"same": str(proposal.case.protected.public_id)},
            "protected": born,
            "behaviour": {"behaviours": ["economic"], "account": "Took the car and the cards."},
        }
        fill(ali, second, same)
        stopped = send(ali, second)
        said = stopped.content.decode()
        assert stopped.status_code == 409 and proposal.case.ref in said
        href = re.search(r'href="(/cases/[^"]+/notice\?from=[^"]+)"', said).group(1)
        assert "taken over" in ali.get(href).content.decode()
        asked_in(ali, proposal.case, **{"from": str(second.public_id)})
        taken = Draft.objects.latest("pk")
        assert "Took the car and the cards." in ali.get(page(taken, "behaviour")).content.decode()
        assert resume(ali, taken).endswith("/check"), "nothing is asked twice"
        assert send(ali, taken).status_code == 302
    assert NoticeProposal.objects.count() == 2 and Case.objects.count() == 1


def test_a_case_that_is_closed_to_the_officer_since_keeps_its_draft_from_them(house):
    case = taken_back(house, AT)
    with signed_in(house.wren) as wren:
        asked_in(wren, case)
        draft = Draft.objects.get()
        Restriction.objects.create(case=case, because="x", desk="x", from_at=AT)
        assert wren.get(page(draft, "behaviour")).status_code == 404
        assert send(wren, draft).status_code == 404
        listed = wren.get("/notices/drafts").content.decode()
        assert str(draft.public_id) not in listed
        assert asked_in(wren, case).status_code == 404


def test_a_force_that_only_reads_the_case_asks_for_nothing(house):
    case = taken_back(house, AT)
    CaseForce.objects.create(case=case, force=house.quill.force, access="read", from_at=AT - timedelta(days=1), why="x")
    with signed_in(house.quill) as quill:
        assert quill.get(f"/cases/{case.ref}/notice").status_code == 403
        assert asked_in(quill, case).status_code == 403
