"""An inspector decides: every gate, what is written, what follows."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from haven.accounts.models import RankHeld
from haven.cases.advice import question_of
from haven.cases.models import CaseEvent, Conflict, Deadline, Task
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.cases.papers import paper_bytes
from haven.documents.models import Document
from haven.notices.gates import GIVE, Judgement, lawful_to_give
from haven.notices.models import Authorisation, Notice, NoticeQuestion
from haven.notices.notice_states import status
from haven.notices.operations.ask_question import AskQuestion, ask_question
from haven.notices.operations.authorise_notice import authorise_notice
from haven.notices.operations.propose_notice import (
    PersonFacts,
    TermFacts,
    propose_notice,
)
from haven.notices.operations.refuse_notice import RefuseNotice, refuse_notice
from haven.notices.operations.send_back_notice import SendBackNotice, send_back_notice
from haven.notices.operations.sign_notice import SignNotice, sign_notice
from haven.notices.operations.withdraw_authority import WithdrawAuthority, withdraw_authority
from haven.notices.operations.withdraw_proposal import withdraw_proposal
from haven.notices.terms import ChosenTerm
from haven.parties.operations.record_person import SealedPlaceFacts
from haven.sealed.ciphers import decipher
from haven.sealed.operations import seal
from haven_law.findings import LawyerMustDecide, Refused
from tests.factories import (
    MINUTE,
    REASONS,
    a_person,
    authorise_command,
    follow,
    make_authorised_notice,
    make_proposal,
    proposal_command,
    signature_of,
)


def decide(house, proposal, at, by=None, **changes):
    who = by or house.halloran
    return authorise_notice(authorise_command(proposal, who, at, **changes), by=who, at=at)


def refused(call) -> str:
    with pytest.raises(Refused) as problem:
        call()
    return str(problem.value)


def test_authorised_and_signed(house, now):
    proposal = make_proposal(house, now)
    at = now + 20 * MINUTE
    notice = decide(house, proposal, at)
    authority = notice.authorisation
    assert (notice.ref, notice.authorised_at, notice.authorised_by) == (proposal.ref, at, house.halloran)
    assert (authority.decision, authority.rank_at, authority.signed_at) == ("authorised", "inspector", at)
    assert authority.signed_sha256 == notice.document.sha256 and notice.document.audience == "served"
    assert decipher(notice.case.ref, authority.reasons_enc) == REASONS
    assert [(t.clause, t.term, t.distance_m) for t in notice.terms.all()] == [
        (1, "not_abuse", None),
        (2, "no_contact", None),
        (3, "distance_from_home", 100),
    ]
    met, running = Deadline.objects.get(kind="decide_notice"), Deadline.objects.get(kind="serve_notice")
    assert met.met_at == at and running.act_by == at + timedelta(hours=24) and running.nature == "policy"
    event = CaseEvent.objects.get(kind="notice.authorised")
    assert event.at == at and {f["provision"] for f in event.findings} >= {
        "DAA 2021 s.22(3)", "DAA 2021 s.22(4)", "DAA 2021 s.25(2)(a)", "DAA 2021 s.25(2)(e)", "DAA 2021 s.24(1)(b)", "SI 2024/1191",
    }  # fmt: skip
    follow()
    assert Task.objects.get(kind="serve_notice").for_user == house.ali


def test_one_of_two_inspectors(house, now):
    proposal = make_proposal(house, now)
    refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.mistry, at=now + 20 * MINUTE)
    said = refused(lambda: decide(house, proposal, now + 21 * MINUTE))
    assert "already decided by Insp Dev Mistry 2214 (refused) at 9:20am" in said
    assert Authorisation.objects.count() == 1 and not Notice.objects.exists()


@pytest.mark.parametrize("name", ["ali", "adeyemi", "okoro", "fenwick", "moss", "quill", "shah"])
def test_only_an_inspector_of_the_force(house, now, name):
    proposal = make_proposal(house, now)
    refused(lambda: decide(house, proposal, now + MINUTE, by=house.users[name]))
    assert not Notice.objects.exists()


def test_rank_as_at_the_act(house, now):
    """A role without the rank does not suffice; acting rank counts while it is held, and not the day after."""
    proposal = make_proposal(house, now)
    RankHeld.objects.filter(user=house.mistry).update(until_day=date(2026, 11, 5))
    assert "inspector" in refused(lambda: decide(house, proposal, now + MINUTE, by=house.mistry))
    RankHeld.objects.create(user=house.mistry, rank="sergeant", held="substantive", from_day=date(2020, 1, 1))
    assert "a sergeant; a notice needs an inspector or above (s.22(8))" in refused(
        lambda: decide(house, proposal, now + MINUTE, by=house.mistry)
    )
    RankHeld.objects.create(
        user=house.mistry,
        rank="inspector",
        held="acting",
        conferred_by=house.halloran,
        from_day=date(2026, 11, 6),
        until_day=date(2026, 11, 6),
    )
    assert decide(house, proposal, now + MINUTE, by=house.mistry).authorisation.rank_at == "inspector"


def test_never_ones_own_request(house, now):
    from haven.accounts.models import RoleGrant

    RoleGrant.objects.create(
        user=house.halloran, role="sergeant", from_at=now - timedelta(days=9), granted_by=house.lowry
    )
    proposal = make_proposal(house, now, by=house.halloran)
    for call in (
        lambda: decide(house, proposal, now + MINUTE),
        lambda: refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.halloran, at=now + MINUTE),
        lambda: send_back_notice(SendBackNotice(proposal.ref, REASONS), by=house.halloran, at=now + MINUTE),
        lambda: ask_question(AskQuestion(proposal.ref, "Why is it so?"), by=house.halloran, at=now + MINUTE),
    ):
        assert "Nobody decides on their own request" in refused(call)


def test_conflict(house, now):
    proposal = make_proposal(house, now)
    Conflict.objects.create(user=house.halloran, person=proposal.case.subject, nature="cousin", at=now)
    assert "declared conflict" in refused(lambda: decide(house, proposal, now + MINUTE))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reasons": "Needed."}, "two to four sentences"),
        ({"reasons": " " * 40}, "two to four sentences"),
        ({"read_and_of_rank": False}, "Confirm that you are an inspector"),
        ({"signature": None}, "Enter your password to sign"),
        (
            {"judgement": Judgement(grounds_believed=False, necessary=True)},
            "does not have reasonable grounds to believe that the subject",
        ),
        ({"judgement": Judgement(grounds_believed=True, necessary=None)}, "whether the notice is necessary"),
        ({"judgement": Judgement()}, "s.22(3)"),
        ({"terms": (ChosenTerm("curfew"),)}, "only what section 23 lists"),
        ({"terms": (ChosenTerm("not_enter"),)}, "does not live in the premises"),
        ({"terms": (ChosenTerm("distance_from_home"),)}, "from 1 to 5,000 metres"),
        ({"terms": (ChosenTerm("distance_from_home", 5001),)}, "from 1 to 5,000 metres"),
    ],
)
def test_gates(house, now, changes, said):
    proposal = make_proposal(house, now)
    assert said in refused(lambda: decide(house, proposal, now + MINUTE, **changes))
    assert not Notice.objects.exists() and not Authorisation.objects.exists() and not Document.objects.exists()


def test_somebody_elses_signature(house, now):
    proposal = make_proposal(house, now)
    said = refused(lambda: decide(house, proposal, now + MINUTE, signature=signature_of(house.mistry, now)))
    assert "Enter your password to sign" in said


def test_subject_turns_out_to_be_seventeen(house, now):
    proposal = make_proposal(house, now)
    type(proposal.case.subject).objects.filter(pk=proposal.case.subject_id).update(born=date(2008, 11, 7))
    assert "must be 18 or over (s.22(6))" in refused(lambda: decide(house, proposal, now + MINUTE))
    assert decide(house, proposal, now + timedelta(days=1)).authorised_at, "18 on the day after"


def test_unknown_birth_is_judged(house, now):
    proposal = make_proposal(house, now, subject=a_person(born=None))
    unjudged = Judgement(grounds_believed=True, necessary=True)
    assert "18 or over" in refused(lambda: decide(house, proposal, now + MINUTE, judgement=unjudged))
    no = replace(unjudged, subject_adult=False)
    assert "is not satisfied" in refused(lambda: decide(house, proposal, now + MINUTE, judgement=no))
    notice = decide(house, proposal, now + MINUTE, judgement=replace(unjudged, subject_adult=True))
    assert "date of birth not known" in paper_text(notice)


def test_area_on_the_day(house, now, settings):
    """In force until 24 November 2026 in the shipped table: asked for before, decided after, is refused."""
    settings.PRACTICE = False
    late = datetime.fromisoformat("2026-11-24T23:50:00+00:00")
    proposal = make_proposal(house, late)
    assert "ended on 24 November 2026" in refused(lambda: decide(house, proposal, late + 20 * MINUTE))
    assert decide(house, proposal, late + 5 * MINUTE)


def test_a_lawyer_decides_what_is_open(house, now):
    proposal = make_proposal(house, now, abuse_when_protected_aged=15)
    at = now + 5 * MINUTE
    with pytest.raises(LawyerMustDecide):
        decide(house, proposal, at)
    asked = lawful_to_give(proposal, (ChosenTerm("not_abuse"),), at, giver=None)
    command = RecordAdvice(
        case=proposal.case,
        about=("notice", proposal.ref),
        question=question_of(GIVE, asked),
        reading="One at 16",
        reasons=REASONS,
    )
    refused(lambda: record_advice(command, by=house.halloran, at=at))
    record_advice(replace(command, permits=False), by=house.fenwick, at=at)
    assert "Alice Fenwick decided on" in refused(lambda: decide(house, proposal, at))
    record_advice(command, by=house.fenwick, at=at + MINUTE)
    notice = decide(house, proposal, at + 2 * MINUTE)
    assert any(f["because"].startswith("Alice Fenwick decided") for f in notice.authorisation.findings)


def test_advice_on_another_point_or_notice_does_not_help(house, now):
    proposal = make_proposal(house, now, abuse_when_protected_aged=15)
    other = make_proposal(house, now, abuse_when_protected_aged=15)
    asked = lawful_to_give(proposal, (ChosenTerm("not_abuse"),), now, giver=None)
    for about, question in ((other.ref, question_of(GIVE, asked)), (proposal.ref, f"{GIVE}: A27")):
        record_advice(
            RecordAdvice(
                case=proposal.case, about=("notice", about), question=question, reading="It may", reasons=REASONS
            ),
            by=house.fenwick,
            at=now,
        )
    with pytest.raises(LawyerMustDecide):
        decide(house, proposal, now + MINUTE)


def test_changes(house, now):
    proposal = make_proposal(house, now, shared_home=True, terms=(TermFacts("no_contact"), TermFacts("leave_premises")))
    notice = decide(
        house, proposal, now + MINUTE, terms=(ChosenTerm("distance_from_home", 50), ChosenTerm("leave_premises"))
    )
    assert notice.authorisation.decision == "authorised_with_changes"
    assert [t.term for t in notice.terms.all()] == ["not_abuse", "distance_from_home", "leave_premises"]
    follow()
    assert "The inspector changed what it says" in Task.objects.get(kind="serve_notice").words
    same = make_proposal(house, now)
    again = decide(house, same, now + MINUTE, terms=(ChosenTerm("distance_from_home", 100), ChosenTerm("no_contact")))
    assert again.authorisation.decision == "authorised", "the same terms in another order are no change"


def test_others_who_live_there_must_be_asked_when_a_change_adds_premises(house, now):
    from haven.notices.operations.propose_notice import OccupantFacts

    proposal = make_proposal(
        house, now, terms=(TermFacts("no_contact"),), occupants=(OccupantFacts("Edie Verity", "mother"),)
    )
    said = refused(lambda: decide(house, proposal, now + MINUTE, terms=(ChosenTerm("distance_from_home", 100),)))
    assert "s.24(1)(d)" in said
    assert decide(house, proposal, now + MINUTE)


def test_question_keeps_the_clock(house, now):
    proposal = make_proposal(house, now)
    refused(lambda: ask_question(AskQuestion(proposal.ref, "  "), by=house.halloran, at=now + MINUTE))
    ask_question(AskQuestion(proposal.ref, "Who saw it?"), by=house.halloran, at=now + MINUTE)
    assert Deadline.objects.get(kind="decide_notice").closed_at is None
    assert decipher(proposal.case.ref, NoticeQuestion.objects.get().question_enc) == "Who saw it?"
    assert decide(house, proposal, now + 2 * MINUTE), "a question need not be answered first"
    assert "already decided" in refused(
        lambda: ask_question(AskQuestion(proposal.ref, "Who else?"), by=house.mistry, at=now + 3 * MINUTE)
    )


def test_send_back_and_again(house, now):
    proposal = make_proposal(house, now)
    send_back_notice(SendBackNotice(proposal.ref, REASONS), by=house.halloran, at=now + MINUTE)
    assert Deadline.objects.get(kind="decide_notice").close_reason == "sent_back"
    command = proposal_command(case=proposal.case, subject=None, protected=None)
    again = propose_notice(command, by=house.ali, at=now + 2 * MINUTE)
    assert again.earlier_version == proposal
    assert decide(house, again, now + 3 * MINUTE)
    follow()
    assert Task.objects.filter(kind="sent_back", for_user=house.ali).exists()


def test_refuse(house, now):
    proposal = make_proposal(house, now)
    refused(lambda: refuse_notice(RefuseNotice(proposal.ref, "No."), by=house.halloran, at=now + MINUTE))
    refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.halloran, at=now + MINUTE)
    assert Deadline.objects.get(kind="decide_notice").met_at == now + MINUTE
    follow()
    task = Task.objects.get(kind="speak_refused")
    assert task.for_user == house.ali and "Speak to the protected person apart from the subject" in task.words


def test_withdrawn_request(house, now):
    proposal = make_proposal(house, now)
    withdraw_proposal(proposal, by=house.ali, at=now + MINUTE)
    assert "withdrawn" in refused(lambda: decide(house, proposal, now + 2 * MINUTE))


def test_decided_before_it_was_asked(house, now):
    proposal = make_proposal(house, now)
    assert "not yet asked for" in refused(lambda: decide(house, proposal, now - MINUTE))
    assert not Notice.objects.exists()


def test_telephone(house, now):
    proposal = make_proposal(house, now)
    told, recorded, signs = now + 5 * MINUTE, now + 30 * MINUTE, now + 60 * MINUTE
    notice = decide(house, proposal, recorded, signature=None, told_by_telephone_at=told)
    assert notice.authorised_at == told and notice.document is None and status(notice, recorded) == "unsigned"
    assert CaseEvent.objects.get(kind="notice.authorised_by_telephone").at == told
    sign = lambda by, at, who=None: sign_notice(SignNotice(notice.ref, signature_of(who or by, at)), by=by, at=at)  # noqa: E731
    assert "Only the inspector who decided" in refused(lambda: sign(house.mistry, signs))
    assert "Enter your password" in refused(lambda: sign(house.halloran, signs, who=house.mistry))
    signed = sign(house.halloran, signs)
    assert signed.authorisation.signed_at == signs and signed.document.sha256 == signed.authorisation.signed_sha256
    assert status(signed, signs) == "authorised" and status(signed, recorded) == "unsigned"
    assert "signed already" in refused(lambda: sign(house.halloran, signs + MINUTE))


def test_telephone_times(house, now):
    proposal = make_proposal(house, now)
    for told in (now - MINUTE, now + 9 * MINUTE):
        refused(lambda told=told: decide(house, proposal, now + 5 * MINUTE, signature=None, told_by_telephone_at=told))
    assert not Notice.objects.exists(), "neither before it was asked nor in the future"


def test_withdrawn_before_it_is_signed(house, now):
    proposal = make_proposal(house, now)
    notice = decide(house, proposal, now + 5 * MINUTE, signature=None, told_by_telephone_at=now + 5 * MINUTE)
    withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.mistry, at=now + 9 * MINUTE)
    said = refused(
        lambda: sign_notice(
            SignNotice(notice.ref, signature_of(house.halloran, now)), by=house.halloran, at=now + 10 * MINUTE
        )
    )
    assert "withdrawn" in said


def test_withdraw_authority(house, now):
    notice = make_authorised_notice(house, now)
    refused(lambda: withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.ali, at=now + MINUTE))
    refused(lambda: withdraw_authority(WithdrawAuthority(notice.ref, "No."), by=house.halloran, at=now + MINUTE))
    withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.mistry, at=now + MINUTE)
    notice.refresh_from_db()
    assert status(notice, now + MINUTE) == "authority_withdrawn" and status(notice, now) == "authorised"
    assert not Deadline.objects.filter(about_ref=notice.ref, closed_at__isnull=True).exists()
    assert "withdrawn already" in refused(
        lambda: withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.halloran, at=now + 2 * MINUTE)
    )
    assert make_authorised_notice(house, now + 30 * MINUTE, case=notice.case, subject=None, protected=None), (
        "another request may follow"
    )


def paper_text(notice) -> str:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(paper_bytes(notice.document))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_paper_says_all_of_section_25(house, now):
    notice = make_authorised_notice(house, now)
    said = paper_text(notice)
    for words in (
        "On 5 November 2026 you damaged a door",  # (a)
        "may arrest you without a warrant",  # (b)
        "will be heard within 48 hours",  # (c)
        "You will be given a notice of the hearing",  # (c)
        "until the application has been decided by the court or withdrawn",  # (d)
        "An order may contain any requirement",  # (e)
        "must not come within 100 metres of any premises",
        "must not contact",
        notice.ref,
        "Inspector Ruth Halloran",
    ):
        assert words in said, words
    for words in ("kicked the lower panel", "I want one night of quiet", REASONS[:30], "Sana Ali", notice.case.ref):
        assert words not in said, words


def test_nothing_sealed_reaches_the_paper(house, now):
    """The refuge is sealed after the grounds were written: the gate stops the signature, and nothing is stored."""
    protected = a_person(sealed_places=(SealedPlaceFacts("Flat 2, 9 Teasel House, Croydon", "CR0 9ZZ", "refuge"),))
    quiet = make_authorised_notice(house, now, protected=protected)
    assert "Teasel" not in paper_text(quiet) and "CR0" not in paper_text(quiet)
    for number, words in enumerate(("flat 2 9 TEASEL house", "postcode cr0  9zz")):
        proposal = make_proposal(
            house,
            now,
            grounds=f"You waited outside {words} on Tuesday."
            if number
            else "You waited near Larch House, 4 Sorrel Way.",
        )
        value = "9 Teasel House\nCR0 9ZZ" if number else "Larch House, 4 Sorrel Way"
        seal(owner_ref=f"person:{proposal.case.protected_id}", kind="refuge", value=value)
        assert "holds something that the subject may not know" in refused(
            lambda p=proposal: decide(house, p, now + MINUTE)
        )
        assert not Authorisation.objects.filter(proposal=proposal).exists()
        assert not Document.objects.filter(about_ref=proposal.ref).exists()


def test_a_new_name_is_not_printed(house, now):
    from haven.parties.operations.record_person import NameFacts

    protected = PersonFacts(
        "Rowan", "Newname", date(1990, 7, 14), other_names=(NameFacts("earlier", "Rowan", "Ashdown"),)
    )
    notice = make_authorised_notice(house, now, protected=protected)
    assert "Ashdown" in paper_text(notice) and "Newname" not in paper_text(notice)


@pytest.mark.parametrize("name", ["X", "N" * 200, "Ελένη Παπαδοπούλου", "O’Dwyer-Ní Bhriain", "李 小龍"])
def test_names_of_any_kind(house, now, name):

    notice = make_authorised_notice(house, now, subject=PersonFacts(name, "", date(1990, 1, 1)))
    assert notice.document.pages >= 2


def test_a_name_without_a_shape_is_refused_in_words(house, now):

    proposal = make_proposal(house, now, subject=PersonFacts("Zed", "\U0001f600", date(1990, 1, 1)))
    assert "cannot be printed" in refused(lambda: decide(house, proposal, now + MINUTE))
