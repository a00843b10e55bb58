"""The form on the public host: short, any question can be left out, the same words for every code that opens nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from haven.feedback.models import FeedbackPost, FeedbackResponse
from haven.feedback.operations.actions import PublishAction, WriteAction, publish_action, write_action
from haven.feedback.operations.receive import take_feedback
from haven.feedback.operations.triage import case_of, put_to_action
from haven.feedback.questions import ASKED
from tests.feedback.saying import invited, said
from tests.pages.public_host import only_public, words_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def at():
    return timezone.now() - MINUTE


@pytest.fixture
def client(settings):
    only_public(settings)
    return Client()


def hidden(page):
    return re.findall(r'<input type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"', page.content.decode())


def fill(client, address, moment, answers, *, easy=False):
    """Goes through every page with these answers, as a browser does that has no scripts."""
    page = client.post(address, {"safe_now": "yes"})
    for _ in range(12):
        data = {}
        for name, value in hidden(page):
            data.setdefault(name, []).append(value)
        shown = set(re.findall(r'name="([a-z_]+)"', page.content.decode())) - set(data)
        data |= {code: answers[code] for code in shown if code in answers} | {"go": "on"}
        page = client.post(address, data)
        if page.status_code != 200:
            return page
    raise AssertionError("it never ends")


ANSWERS = {
    "listened": "always", "believed": "partly", "explained": "no", "told_in_time": "yes", "contacted_as_asked": "yes",
    "safer": "safer", "support_told": ["support", "rights"], "change": "Ring first. “Thanks” & <b>", "reply": "no",
}  # fmt: skip


@pytest.mark.parametrize("easy", [False, True])
@pytest.mark.parametrize("moment", list(ASKED))
def test_every_answer_arrives_as_it_was_given(client, house, at, moment, easy):
    _case, _invitation, code = invited(house, at, moment=moment)
    address = f"/f/{code}" + ("/easy" if easy else "")
    done = fill(client, address, moment, ANSWERS)
    assert (done.status_code, done["Location"]) == (303, "/f/thanks")
    assert take_feedback(timezone.now()) == 1
    row = FeedbackResponse.objects.get()
    asked = {q.code for q in ASKED[moment]} - {"change"}
    wanted = {code: value if isinstance(value, list) else [value] for code, value in ANSWERS.items() if code in asked}
    assert row.answers == wanted and row.version == ("easy_read" if easy else "online")
    assert row.words_enc is not None and row.reply_case_enc is None


def test_everything_can_be_skipped(client, house, at):
    _case, _invitation, code = invited(house, at)
    assert fill(client, f"/f/{code}", "after_notice", {}).status_code == 303
    take_feedback(timezone.now())
    row = FeedbackResponse.objects.get()
    assert row.answers == {} and row.words_enc is None


def test_the_first_page_says_who_will_see_what(client, house, at):
    _case, _invitation, code = invited(house, at)
    page = client.get(f"/f/{code}")
    text = page.content.decode()
    assert page.status_code == 200 and "one person will see who you are" in text and "999" in text
    assert "/u/leave" in text and re.search(r"<title>\s*Updates\s*</title>", text)
    assert page["Referrer-Policy"] == "same-origin" and page["Cache-Control"] == "no-store"


def test_not_safe_now_keeps_nothing_and_the_code_stays_good(client, house, at):
    _case, invitation, code = invited(house, at)
    page = client.post(f"/f/{code}", {"safe_now": "no"})
    assert "Nothing was kept" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.used_on is None and not FeedbackPost.objects.exists()
    assert client.get(f"/f/{code}").status_code == 200


def test_an_unanswered_first_question_is_said_beside_it(client, house, at):
    _case, _invitation, code = invited(house, at)
    page = client.post(f"/f/{code}", {})
    assert page.status_code == 422 and "Choose whether you are safe to answer now" in page.content.decode()


def test_too_many_words_are_said_and_kept(client, house, at):
    _case, _invitation, code = invited(house, at)
    data = {"step": "2", "id": "x", "change": "a" * 501, "listened": "always", "go": "on"}
    page = client.post(f"/f/{code}", data)
    text = page.content.decode()
    assert page.status_code == 422 and "a" * 501 in text and "500 characters or fewer" in text
    assert ("listened", "always") in hidden(page)


def test_back_keeps_what_was_answered(client, house, at):
    _case, _invitation, code = invited(house, at)
    data = {"step": "1", "id": "x", "listened": "never", "safer": "same", "go": "back"}
    text = client.post(f"/f/{code}", data).content.decode()
    assert re.search(r'value="never"[^>]*checked', text) and 'name="safer" value="same"' in text


def test_less_safe_reaches_one_person(client, house, at):
    case, _invitation, code = invited(house, at)
    fill(client, f"/f/{code}", "after_notice", {"safer": "less_safe"})
    take_feedback(timezone.now())
    row = FeedbackResponse.objects.get()
    assert row.signs == ["less_safe"] and case_of(row) == case


def test_every_code_that_opens_nothing_hears_the_same(client, house, at):
    _case, _invitation, used = invited(house, at)
    fill(client, f"/f/{used}", "after_notice", {})
    _case, _invitation, over = invited(house, at - 15 * timedelta(days=1))
    pages = [client.get(f"/f/{code}") for code in (used, over, "AAA-AAA", "-", "nonsense%20here", "é")]
    assert {p.status_code for p in pages} == {404}
    assert len({tuple(words_of(p.content.decode())) for p in pages}) == 1
    assert len({tuple(sorted(p.headers.items())) for p in pages}) == 1
    typed = client.post("/f", {"code": used.lower()})
    assert typed["Location"] == f"/f/{used.replace('-', '')}"


def test_sending_twice_sends_once(client, house, at):
    _case, _invitation, code = invited(house, at)
    data = {"step": "2", "id": "6f0e8f4e-7d7b-4d2a-9a53-1f7f0d1c2b3a", "go": "on"}
    assert client.post(f"/f/{code}", data).status_code == 303
    again = client.post(f"/f/{code}", data)
    assert again.status_code == 404 and "we have them" in again.content.decode()
    assert FeedbackPost.objects.count() == 1


def test_a_flood_hears_a_calm_sentence(client, house, at):
    _case, _invitation, code = invited(house, at)
    for _ in range(20):
        client.get("/f/AAA-AAA")
    page = client.get(f"/f/{code}")
    assert page.status_code == 429 and "nothing is lost" in page.content.decode()
    assert client.get(f"/f/{code}", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_odd_input_is_no_fault(client, house, at):
    _case, _invitation, code = invited(house, at)
    for data in (
        {"step": "99"},
        {"step": "-1"},
        {"step": "x", "safer": ["a", "b"]},
        {"step": "0", "listened": "made up"},
    ):
        assert client.post(f"/f/{code}", data).status_code in (200, 303, 404, 422)


def test_welsh_has_no_english_left(client, house, at):
    _case, _invitation, code = invited(house, at)
    for path, data in (
        (f"/f/{code}", None),
        (f"/f/{code}", {"safe_now": "yes"}),
        (f"/f/{code}/easy", {"safe_now": "yes"}),
        (f"/f/{code}", {"safe_now": "no"}),
        ("/f", None),
        ("/f/AAAAAA", None),
        ("/f/thanks", None),
        ("/u/did", None),
        (f"/f/{code}", {"step": "1"}),
        (f"/f/{code}", {"step": "0"}),
        ("/f", {"code": ""}),
    ):
        ask = client.post if data is not None else client.get
        english, welsh = (words_of(ask(prefix + path, data).content.decode()) for prefix in ("", "/cy"))
        same = {text for text in set(english) & set(welsh) if len(text.split()) > 1}
        assert not same, path


def test_you_said_we_did(client, house, at):
    action = write_action(WriteAction("Calls", "Ring before you come", "We ring", at.date()), by=house.marlow, at=at)
    for n in range(7):
        put_to_action(said(house, at - n * MINUTE)[1], action, by=house.marlow, at=at)
    assert "Ring before you come" not in client.get("/u/did").content.decode()
    publish_action(
        action, PublishAction("Dee Amos", "Ffoniwch cyn dod", "Rydym yn ffonio", "Nia Bevan"), by=house.marlow, at=at
    )
    english, welsh = client.get("/u/did").content.decode(), client.get("/cy/u/did").content.decode()
    assert "Ring before you come" in english and "at least 5 people" in english and "7" not in words_of(english)
    assert "Ffoniwch cyn dod" in welsh and "Ring before" not in welsh


def test_pages_are_small(client, house, at):
    _case, _invitation, code = invited(house, at)
    for page in (client.get(f"/f/{code}"), client.post(f"/f/{code}", {"safe_now": "yes"})):
        assert len(page.content) < 30_000, "with styles and scripts it stays under 60 KB as sent"
