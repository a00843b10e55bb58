"""Who is the primary aggressor, by the pages: a stop, an independent inspector, and two cases that do not meet."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from haven.cases.models import Case, CaseEvent, CounterAllegation, Draft
from haven.notices.models import Authorisation, NoticeProposal
from haven.web.police.propose.counter_views import waiting
from tests.pages.propose_pages import ANSWERS, AT, PERSON, fill, page, put, send, signed_in, start

FIRST = {"given": "Callum", **PERSON}
SECOND = {**FIRST, "given": "Rowan", "family": "Ashdown"}


@pytest.fixture
def both(house):
    """Ali asked for a notice against Callum; Wren tries the other way round. Answers Wren's draft."""
    with signed_in(house.ali) as ali:
        fill_and_send(ali, FIRST, SECOND)
    with signed_in(house.wren) as wren:
        draft = start(wren)
        answers = {"subject": SECOND, "protected": FIRST}
        known = NoticeProposal.objects.get().case
        same = {
            "subject-same": {"same": str(known.protected.public_id)},
            "protected-same": {"same": str(known.subject.public_id)},
        }
        fill(wren, draft, answers | same)
        yield wren, draft


def fill_and_send(client, subject, protected):
    draft = start(client)
    fill(client, draft, {"subject": subject, "protected": protected})
    assert send(client, draft)["Location"].endswith("/sent")


def test_stopped_decided_and_apart(house, both):
    wren, draft = both
    first = Case.objects.get()
    stopped = send(wren, draft)
    said = wren.get(stopped["Location"]).content.decode()
    assert "primary aggressor" in said and first.ref not in said and "Ali" not in said
    assert send(wren, draft).status_code == 409 and CounterAllegation.objects.count() == 1
    assert Case.objects.count() == 1 and CaseEvent.objects.filter(by_key=f"user:{house.wren.pk}").count() == 0
    row = CounterAllegation.objects.get()
    with signed_in(house.mistry) as mistry:
        listed = mistry.get("/counter-allegations").content.decode()
        assert "Against Rowan Ashdown, to protect Callum Verity" in listed and first.ref not in listed
        address = f"/counter-allegations/{row.pk}"
        assert first.ref not in mistry.get(address).content.decode()
        wrong = mistry.post(address, {"proceed": "yes", "reasons": "", "command_id": str(uuid4())})
        assert wrong.status_code == 422
        assert "Enter the reasons" in wrong.content.decode() or "Enter reasons" in wrong.content.decode()
        data = {"proceed": "yes", "reasons": "Injuries match this account.", "command_id": str(uuid4())}
        assert mistry.post(address, data).status_code == 302
        assert mistry.post(address, data).status_code == 302, "the same press again is answered as before"
        late = {"proceed": "no", "reasons": "They were quicker than I was.", "command_id": str(uuid4())}
        again = mistry.post(address, late)
        said = again.content.decode()
        assert again.status_code == 409 and "already been decided by Insp Dev Mistry" in said
        assert "They were quicker than I was." in said and "not recorded" in said
        opened = mistry.get(address).content.decode()
        assert "may go on" in opened and "not recorded" not in opened and "Record the decision" not in opened
    with signed_in(house.wren) as wren:
        sent = send(wren, draft)
        assert sent["Location"].endswith("/sent")
    second = Case.objects.exclude(pk=first.pk).get()
    assert not {second.subject_id, second.protected_id} & {first.subject_id, first.protected_id}
    assert first.ref not in str(list(second.events.values())) and second.ref not in str(list(first.events.values()))


@pytest.mark.parametrize("said", ["yes", "no"])
def test_who_is_known_by_the_year_is_asked_about(house, said):
    """The page says what is recorded of the birth, and an answer "no" is asked again when somebody else is found."""
    with signed_in(house.ali) as ali:
        fill_and_send(ali, {**FIRST, "birth": "year", "year": "1988"}, SECOND)
    known = NoticeProposal.objects.get().case
    with signed_in(house.wren) as wren:
        draft = start(wren)
        put(wren, draft, "subject", SECOND)
        put(wren, draft, "protected", FIRST)
        asked = wren.get(page(draft, "protected-same")).content.decode()
        assert "born 1988" in asked and known.ref not in asked
        nobody = re.search(r'value="(no-[0-9a-f]+)"', asked).group(1)
        shown = wren.get(page(draft, "subject-same")).content.decode()
        assert "born 27 March" not in shown, "what was typed is not said again"
        answers = {
            "subject": SECOND,
            "protected": FIRST,
            "subject-same": {"same": str(known.protected.public_id)},
            "protected-same": {"same": str(known.subject.public_id) if said == "yes" else nobody},
        }
        fill(wren, draft, answers)
        if said == "yes":
            assert "/stop/" in send(wren, draft)["Location"] and Case.objects.count() == 1
            return
        put(wren, draft, "protected", {**FIRST, "birth": "year", "year": "1988"})
        with signed_in(house.ali) as ali:
            other = start(ali)
            own = {"subject": {**FIRST, "given": "Sol"}, "protected": {**FIRST, "birth": "year", "year": "1988"}}
            nobody_else = {"protected-same": {"same": nobody}}
            fill(ali, other, own | nobody_else)
            assert send(ali, other)["Location"].endswith("/sent")
        assert wren.get(f"/notices/new/{draft.public_id}")["Location"].endswith("protected-same")
        assert send(wren, draft).status_code == 409, "somebody was recorded since"


def test_refused_stays_stopped(house, both):
    wren, draft = both
    send(wren, draft)
    CounterAllegation.objects.update(decided_by=house.mistry, decided_at=AT, may_proceed=False)
    assert "may not go on" in re.sub(r"<[^>]+>", "", wren.get(f"/notices/new/{draft.public_id}/check").content.decode())
    assert send(wren, draft).status_code == 409 and Case.objects.count() == 1


def test_only_independent_inspectors_see_it(house, both):
    wren, draft = both
    send(wren, draft)
    row = CounterAllegation.objects.get()
    assert wren.get("/counter-allegations").status_code == 403
    assert waiting(house.mistry) == [row] and waiting(house.halloran) == [row]
    CaseEvent.objects.create(
        case=Case.objects.get(), seq=99, kind="notice.refused", at=AT, by_key=f"user:{house.halloran.pk}", by_words="x"
    )
    assert waiting(house.halloran) == [] and waiting(house.quill) == []


def test_it_is_counted_and_late_is_said(house, both):
    """Beside the requests in the menu, and on the duty page of whoever was told that nobody decided it."""
    wren, draft = both
    send(wren, draft)
    row = CounterAllegation.objects.get()
    with signed_in(house.mistry) as mistry:
        # The request of Ali, and this question.
        assert re.search(r'href="/decide"[^>]*>.*?hv-count[^>]*>2<', mistry.get("/").content.decode(), re.S)
        CounterAllegation.objects.update(decide_by=AT - timedelta(minutes=1), told=[{"user": house.mistry.pk}])
        assert "Late by our rule" in mistry.get("/counter-allegations").content.decode()
        duty = mistry.get("/duty").content.decode()
        assert f"/counter-allegations/{row.pk}" in duty and "nobody has decided it" in duty
        assert Case.objects.get().ref not in duty
    with signed_in(house.adeyemi) as sergeant:
        assert "nobody has decided it" not in sergeant.get("/duty").content.decode()
        CounterAllegation.objects.update(told=[{"user": house.adeyemi.pk}])
        duty = sergeant.get("/duty").content.decode()
        assert "Find another inspector" in duty and f"/counter-allegations/{row.pk}" not in duty


def test_sent_back_is_taken_up_with_its_answers(house):
    with signed_in(house.ali) as ali:
        fill_and_send(ali, FIRST, SECOND)
        proposal = NoticeProposal.objects.get()
        assert ali.post(f"/notices/{proposal.ref}/again").status_code == 409
        Authorisation.objects.create(
            proposal=proposal, decision="sent_back", by=house.mistry, rank_at="inspector", at=AT, reasons_enc=b"x"
        )
        checked = ali.post(f"/notices/{proposal.ref}/again")
        assert ali.post(f"/notices/{proposal.ref}/again")["Location"] == checked["Location"]
        draft = Draft.objects.latest("pk")
        said = ali.get(checked["Location"]).content.decode()
        assert "Threw a chair" in said and "Not answered" not in said and "Who is the notice against" not in said
        assert ali.get(page(draft, "subject")).status_code == 302
        put(ali, draft, "necessity", {"necessity": "The door has now been broken too."})
        assert send(ali, draft)["Location"].endswith("/sent")
        later = NoticeProposal.objects.latest("pk")
        assert later.earlier_version == proposal and Case.objects.count() == 1
        assert set(ANSWERS["terms"]["terms"]) <= {t["term"] for t in later.terms}
