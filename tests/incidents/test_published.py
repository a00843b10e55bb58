"""The published incidents, each carried out against the product as it is (safety and security, 1.1). Lambeth v AM, where
what was left out could be put back, has a file of its own: test_lambeth.py."""

import csv
import io
from datetime import timedelta

import pypdfium2
import pytest
from django.db import transaction

from haven.accounts.policy import ROLES_FOR
from haven.audit.models import ReadingLog
from haven.cases.chronology import record
from haven.cases.models import CaseEvent, Task
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts
from haven.cases.operations.declare_conflict import DeclareConflict, declare_conflict
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.cases.papers import paper_bytes
from haven.cases.permissions import may, visible_to
from haven.courts.operations.prepare_application import PrepareApplication, prepare_application
from haven.courts.operations.send_application import SendApplication, send_application
from haven.documents.models import Document
from haven.jobs.react import react
from haven.jobs.send_due import send_due
from haven.outbox.channels.readable import Readable
from haven.outbox.models import Kept, OutboxMessage
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.register.operations.check_person import CheckPerson, check_person
from haven.register.search import Asked
from haven.sealed.models import SealedUse
from haven.support.asking import prove
from haven.support.models import Update
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.support.operations.draft_update import draft_update
from haven.support.operations.give_card import GiveCard, give_card
from haven.support.operations.plan_changes import plan_changed
from haven.support.operations.record_attempt import record_attempt
from haven.support.proving import NOT_PROVEN, Said
from haven_law.findings import Refused
from tests.operations.court_helpers import GROUNDS, made_order, no_contact, served_notice
from tests.pages.acting import signed_in, text
from tests.rows import HOUR, a_case, an_order
from tests.support.test_proving import PHRASE, PIN
from tests.support.test_reaching import FAR

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STREET, CODE = "9 Teasel Rise", "CR8 9ZZ"
REFUGE = SealedPlaceFacts(f"{STREET}\nPurley", CODE, "refuge")


def news(case, house, at, kind="order.served"):
    with transaction.atomic():
        made = record(case, kind, by=house.moss, at=at, about=("order", "DO-1"), facts={"words": "in court"})
    return draft_update(made, at)


def agree(case, house, at, *ways, version=0, **facts):
    plan = PlanFacts(facts.pop("mode", "we_contact"), ways, **facts)
    return agree_plan(AgreePlan(case.ref, plan, Wishes(), after_version=version), by=house.ali, at=at)


def words_of_paper(document):
    pages = pypdfium2.PdfDocument(paper_bytes(document))
    return " ".join(page.get_textpage().get_text_range() for page in pages)


@pytest.mark.parametrize("written", [f"She is at {STREET}, Purley.", f"Near {CODE}.", "at 9   TEASEL-RISE", "CR89ZZ"])
def test_wakefield_the_address_in_the_bundle_for_the_father(house, now, written):
    """Her address stood in papers that the court sent to him. Here a paper that holds it is not made, in any spelling."""
    notice = served_notice(house, now)
    seal_place(notice.case.protected, REFUGE, by=house.ali)
    application = prepare_application(PrepareApplication(notice.ref), by=house.okoro, at=now + HOUR)
    kept = Document.objects.count()
    with pytest.raises(Refused, match="may not know") as refused:
        send_application(SendApplication(application.ref, f"{GROUNDS} {written}"), by=house.okoro, at=now + HOUR)
    assert "Teasel" not in str(refused.value) and Document.objects.count() == kept


def test_ico_addresses_no_paper_of_a_case_holds_where_she_is(house, now):
    """Seven reprimands in fourteen months, most of them an address sent to the abuser: every paper of a case is read."""
    order = made_order(house, now - 2 * DAY, no_contact())
    seal_place(order.case.protected, REFUGE, by=house.ali)
    papers = list(Document.objects.filter(key_owner=order.case.ref))
    assert len(papers) >= 3
    for paper in papers:
        said = words_of_paper(paper)
        assert len(said) > 100 and "Teasel" not in said and CODE not in said and "Purley" not in said


def test_bolton_the_new_address_left_on_the_husbands_voicemail(house, now):
    """No machine speaks, nothing is left on an answering machine that she did not allow, and nothing goes to a number
    that he can hear."""
    case = a_case(house, now - HOUR)
    agree(case, house, now, ChannelFacts("call", "07700 900471", "maybe", voicemail="never"))
    update = news(case, house, now)
    assert update.state == "to_person" and update.message is None
    assert "call" not in OutboxMessage.CHANNELS, "there is no way to queue a call"
    send_due(now + 3 * HOUR, Readable())
    assert not Kept.objects.exists() and not SealedUse.objects.filter(purpose="send a message").exists()
    assert "No voicemail." in text(signed_in(house.ali).get(f"/updates/{update.ref}"))
    for _call in range(2):
        record_attempt(update, how="call", by=house.ali, at=now + MINUTE)
    with pytest.raises(Refused, match="third time"):
        record_attempt(update, how="call", by=house.ali, at=now + HOUR)


def test_south_wales_police_told_him_that_she_had_asked(house, now):
    """Nothing reaches anybody because somebody was looked up, and nobody hears whether there is a case: he with her card
    and no case at all are answered alike."""
    case = a_case(house, now - DAY)
    an_order(house, case, now - HOUR, served=now - HOUR)
    card = give_card(GiveCard(case.ref, True, PIN, "", PHRASE), by=house.ali, at=now)
    his = prove(card.card_number, Said("000111", "her old pet"), source="his telephone", at=now)
    nobodys = prove("99999999", Said("000111", "her old pet"), source="another", at=now)
    assert his == nobodys == (NOT_PROVEN, None)
    messages, events = OutboxMessage.objects.count(), CaseEvent.objects.filter(kind__startswith="update.").count()
    for asked in ("Mina Verity", "Jordan Ashdown"):
        check_person(CheckPerson(Asked(asked), "attending"), by=house.ali, at=now)
    react(FAR)
    assert OutboxMessage.objects.count() == messages
    assert CaseEvent.objects.filter(kind__startswith="update.").count() == events


def test_charnwood_the_letter_with_the_new_address_to_the_old_one(house, now):
    """She moved. No machine writes a letter at all; what was queued to the old ways is taken back, the news is due again,
    and what leaves goes to the new way alone and says nothing of the move."""
    case = a_case(house, now - HOUR)
    letters = agree(case, house, now, ChannelFacts("post", "4 Sorrel Way\nCroydon", "no"))
    assert news(case, house, now, "notice.served").state == "to_person"
    old = agree(
        case, house, now, ChannelFacts("email", "old@house.example", "no"),
        ChannelFacts("post", "4 Sorrel Way\nCroydon", "no"), version=letters.version,
    )  # fmt: skip
    updates = [news(case, house, now + n * MINUTE) for n in range(5)]
    assert OutboxMessage.objects.filter(closed_at=None).count() == 5
    moved = now + 10 * MINUTE
    new = agree(
        case, house, moved, ChannelFacts("email", "new@house.example", "no"),
        ChannelFacts("post", f"{STREET}\n{CODE}", "no"), version=old.version,
    )  # fmt: skip
    plan_changed(CaseEvent.objects.filter(kind="plan.changed").latest("pk"), moved)
    send_due(now + 3 * HOUR, Readable())
    used = set(SealedUse.objects.filter(purpose="send a message").values_list("handle", flat=True))
    assert used == {new.channels.get(kind="email").handle}
    assert Kept.objects.exists() and not Kept.objects.filter(text__icontains="Teasel").exists()
    for update in Update.objects.filter(pk__in=[u.pk for u in updates]).select_related("clock"):
        assert update.clock.closed_at is None and update.told_at is None


def _exported(client, path):
    answer = client.get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv")
    return answer.content


def test_norfolk_and_suffolk_raw_rows_behind_the_figures(house, now):
    """1,230 people stood in a hidden part of a spreadsheet. An export of ours is text that is all there is, with numbers
    and no row of a person."""
    order = an_order(house, a_case(house, now - DAY), now - HOUR)
    whole = _exported(signed_in(house.okoro), "/figures.csv").decode()
    rows = list(csv.reader(io.StringIO(whole)))
    assert len(rows) > 20 and len({len(row) for row in rows}) <= 2
    for told in ("Verity", "Ashdown", "Mina", order.ref, order.case.ref, "1988"):
        assert told not in whole


def test_psni_the_hidden_worksheet_of_staff(house, now):
    """No file of ours has a second sheet to hide anything on: an export is one table of text, and no name of staff is in
    it. A workbook that is sent to us is not passed on either."""
    an_order(house, a_case(house, now - DAY), now - HOUR)
    content = _exported(signed_in(house.okoro), "/figures.csv")
    assert not content.startswith((b"PK", b"\xd0\xcf")), "a workbook"
    for user in house.users.values():
        assert user.name not in content.decode()


def test_everard_staff_who_looked_without_a_purpose(house, now):
    """104 looked. Here every look is a line with who and when, a case of another force does not exist, and nobody reads
    their own lines away."""
    case = a_case(house, now - HOUR)
    looked = signed_in(house.wren)
    assert looked.get(f"/cases/{case.ref}").status_code == 200
    line = ReadingLog.objects.filter(case_ref=case.ref, actor_key=f"user:{house.wren.pk}")
    assert line.exists()
    missing = signed_in(house.quill).get("/cases/DC-AAAA-AAAA")
    other = signed_in(house.quill).get(f"/cases/{case.ref}")
    assert other.status_code == missing.status_code == 404
    with pytest.raises(Exception, match=r"append|may not|permission|never"), transaction.atomic():
        line.delete()


def test_west_mercia_the_officer_who_looked_her_up_again_and_again(house, now):
    """An officer in her case used what police hold to reach her. With a conflict declared, by a supervisor if not by them,
    the case, her plan and her card no longer exist for that officer, whatever the role; her numbers are on no page."""
    case = a_case(house, now - HOUR)
    agree(case, house, now, ChannelFacts("text", "07700 900471", "no"))
    update = news(case, house, now)
    officer = signed_in(house.ali)
    for path in (f"/cases/{case.ref}", f"/cases/{case.ref}/contact", f"/updates/{update.ref}"):
        assert "900471" not in officer.get(path).content.decode()
    declare_conflict(
        DeclareConflict(case.ref, "Knows the protected person", "protected", house.ali.pk), by=house.adeyemi, at=now
    )
    for path in (
        f"/cases/{case.ref}",
        f"/cases/{case.ref}/contact",
        f"/cases/{case.ref}/card",
        f"/updates/{update.ref}",
    ):
        assert officer.get(path).status_code == 404
    assert Task.objects.filter(case=case, kind="reassign_case").exists()
    later = a_case(house, now)
    type(later).objects.filter(pk=later.pk).update(protected=case.protected)
    assert later not in visible_to(house.ali, now), "nor does any later case of hers"


def test_met_complaint_form_her_name_to_the_officer_complained_of(house, now):
    """What she says about an officer reaches nobody of that officer's station: restricted to named people, the case is in
    no list, count, task or message of anybody else."""
    case = a_case(house, now - HOUR)
    restrict_case(RestrictCase(case.ref, "A complaint about an officer", "Standards desk"), by=house.shah, at=now)
    update = news(case, house, now)
    react(FAR)
    for user in (house.ali, house.adeyemi, house.halloran, house.okoro):
        client = signed_in(user)
        assert client.get(f"/cases/{case.ref}").status_code == 404
        assert client.get(f"/updates/{update.ref}").status_code == 404
        for path in ("/cases", "/updates", "/tasks"):
            page = client.get(path).content.decode()
            assert case.ref not in page and "Verity" not in page
    assert case in visible_to(house.shah, now)


def test_super_complaint_police_as_perpetrators_use_their_position(house, now):
    """Whoever is in a case can do nothing in it, in any role and by any act: the conflict stands before every other rule."""
    case = a_case(house, now - HOUR)
    for user in (house.ali, house.halloran, house.okoro):
        command = DeclareConflict(case.ref, "Is the subject of this case", "subject", user.pk)
        declare_conflict(command, by=house.adeyemi, at=now)
        allowed = [act for act in ROLES_FOR if may(user, act, case, now).lawful]
        assert allowed == []
        assert not visible_to(user, now).filter(pk=case.pk).exists()


def test_hmcts_checked_before_it_is_handed_over_and_not_only_when_it_is_filed(house, now):
    """The paper was clean when it was made. She moves, the new place is sealed, and it is the one the paper names: nobody
    gets it out of the machine to hand it over."""
    notice = make_notice_that_names(house, now, "9 Teasel Rise")
    path = f"/documents/{notice.document.doc_id}.pdf"
    assert signed_in(house.ali).get(path).status_code == 200
    seal_place(notice.case.protected, REFUGE, by=house.ali)
    answer = signed_in(house.ali).get(path)
    assert answer.status_code in (403, 409, 422) and "sealed after it was made" in text(answer)
    assert "Teasel" not in text(answer)


def make_notice_that_names(house, now, place):
    from tests.factories import make_authorised_notice

    return make_authorised_notice(
        house, now, grounds=f"On 5 November 2026 you waited outside {place}, CR8 9ZZ, and shouted."
    )
