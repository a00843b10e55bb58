"""What can go wrong while an officer types: nothing is lost, nothing is a fault, each mistake has its sentence."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.cases.models import Draft
from haven.cases.operations.drafts import StaleDraft, discard_draft, read_draft, save_draft, start_draft
from haven.notices.models import NoticeProposal
from haven.web.parts.text import showable
from haven.web.police.propose.questions import QUESTIONS
from haven_law.findings import Refused
from tests.pages.propose_pages import ANSWERS, PERSON, fill, page, put, send, signed_in, start

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ali(house):
    with signed_in(house.ali) as client:
        yield client


def text_of(response):
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


SUBJECT = {"given": "Callum", **PERSON}


@pytest.mark.parametrize(
    ("code", "answers", "sentence"),
    [
        ("subject", {}, "Enter the first names"),
        ("subject", {**SUBJECT, "given": "Cal\x00lum"}, "First names"),
        ("subject", {**SUBJECT, "given": "Cal\x07lum"}, "First names"),
        ("subject", {**SUBJECT, "given": "Cal\u202elum"}, "First names"),
        ("subject", {**SUBJECT, "given": "C" * 10_000}, "must be 200 characters or fewer"),
        ("subject", {**SUBJECT, "born-day": "31", "born-month": "2"}, "Date of birth must be a real date"),
        ("subject", {**SUBJECT, "born-year": "2027"}, "Date of birth must be today or in the past"),
        ("subject", {**SUBJECT, "born-year": "27"}, "Year must include 4 numbers"),
        ("subject", {"given": "X", "birth": "apparent"}, "Enter how old they look"),
        ("subject", {"given": "X", "birth": "year", "year": "2027"}, "this year or earlier"),
        ("subject", {"given": "X", "birth": "magic"}, "Choose one of the answers shown"),
        ("subject-home", {"fixed": "yes", "lines": "1 A", "postcode": "QQ"}, "full UK postcode"),
        ("subject-home", {"fixed": "yes", "lines": "1 A", "borough": "other"}, "Enter the borough or district"),
        ("terms", {"terms": ["distance_from_home"]}, "Enter how many metres they must stay away, from 1 to 5,000"),
        ("terms", {"terms": ["distance_from_home"], "metres": "5001"}, "from 1 to 5,000"),
        ("terms", {"terms": ["leave_premises"]}, "Choose from the answers shown"),
        ("connection", {}, "Choose what the subject is"),
        ("behaviour", {"behaviours": ["physical_or_sexual"], "account": "x" * 10_000}, "5,000 characters or fewer"),
        ("bail", {}, "Choose yes or no"),
        ("bail", {"another": "yes"}, "Enter what the condition says"),
        ("children", {"another": "yes", "initials": "AV", "year": "2000"}, "Year of birth must be from 2008 to 2026"),
        ("held", {"held": "yes", "kind": "custody", "place": "Croydon", "since-day": "7", "since-month": "11",
                  "since-year": "2026", "since-time": "9am"}, "must not be after"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_sentence_and_stays(ali, code, answers, sentence):
    draft = start(ali)
    response = put(ali, draft, code, answers)
    assert response.status_code == 200
    said = text_of(response)
    assert "There is a problem" in said and sentence in said
    assert "<title>Error: " in response.content.decode()
    draft.refresh_from_db()
    kept = read_draft(draft).get(code, {}).get("typed", {})
    for name, value in answers.items():
        if name != "another":
            assert kept[name] == (value if isinstance(value, list) else [value])
    again = ali.get(page(draft, code)).content.decode()
    for value in answers.values():
        if isinstance(value, str) and value not in ("yes", "other", "magic") and len(value) > 2:
            assert showable(value)[:50] in unescape(again)


@pytest.mark.parametrize("name", ["X", "Y" * 200, "O’Brien-Łowe", "李小龙", "محمد", "Ng'ang'a <b>", "R2 & D2"])
def test_names_of_any_kind_go_through(ali, name):
    draft = start(ali)
    fill(ali, draft, {"subject": {**SUBJECT, "given": name, "family": ""}})
    assert send(ali, draft).status_code == 302
    assert NoticeProposal.objects.get().case.subject.names.get().as_written == name


STOPS = [
    ("subject", {**SUBJECT, "born-year": "2009"}, "s.22(6)", "under 18"),
    ("subject", {"given": "X", "birth": "apparent", "looks": "16"}, "s.22(6)", "under 18"),
    ("protected", {**SUBJECT, "given": "Ro", "born-year": "2011"}, "s.22(2)", "under 16"),
    ("connection", {"outside": ["flatmate"]}, "s.2(1)", "not personally connected"),
    ("subject-home", {"fixed": "no", "borough": "other", "other_borough": "Camden"}, "s.90", "not in force"),
    ("subject-home", {"fixed": "no", "borough": "Oldham"}, "A22", "not offered yet where the subject lives"),
    ("independent", {"knows": "yes"}, "rule 2", "Another officer"),
]


@pytest.mark.parametrize(("code", "answers", "provision", "words"), STOPS)
def test_hard_stops_cite_the_act_and_keep_the_answers(ali, code, answers, provision, words):
    draft = start(ali)
    for before in ("subject", "protected"):
        put(ali, draft, before)
    response = put(ali, draft, code, answers)
    stopped = ali.get(response["Location"])
    said = text_of(stopped)
    assert stopped.status_code == 200 and provision in said and words in said and "What you can do" in said
    assert words in text_of(ali.get(f"/notices/new/{draft.public_id}/check"))
    assert put(ali, draft, code).status_code == 302
    assert "stop" not in put(ali, draft, code)["Location"]


def test_another_area_with_a_reason_goes_to_a_legal_adviser(house, ali):
    """The page asks it only of those who live somewhere else; without a reason it stays, with all that was typed."""
    draft = start(ali)
    elsewhere = {
        "fixed": "no",
        "borough": "other",
        "other_borough": "Camden",
        "other_decides": "yes",
        "deciding": "Croydon",
    }
    fill(ali, draft)
    wrong = put(ali, draft, "subject-home", elsewhere)
    assert wrong.status_code == 200 and "Enter why that area" in text_of(wrong) and "Camden" in wrong.content.decode()
    why = "The subject sleeps in Croydon five nights of the week."
    assert put(ali, draft, "subject-home", elsewhere | {"deciding_why": why}).status_code == 302
    said = text_of(ali.get(f"/notices/new/{draft.public_id}/check"))
    assert why in said and "not in force" not in said
    assert send(ali, draft).status_code == 302
    proposal = NoticeProposal.objects.get()
    assert (proposal.case.area, proposal.case.lives_in) == ("Croydon", "Camden")
    from tests.pages.acting import signed_in

    for user in (house.halloran, house.fenwick):
        page = text_of(signed_in(user).get(f"/decide/{proposal.ref}"))
        assert "lives in Camden" in page and why in page and "A lawyer must decide first" in page


def test_a_stop_cannot_be_sent(ali):
    draft = start(ali)
    fill(ali, draft)
    put(ali, draft, "independent", {"knows": "yes"})
    assert send(ali, draft).status_code == 409 and not NoticeProposal.objects.exists()


def test_what_is_left_cannot_be_sent(ali):
    draft = start(ali)
    put(ali, draft, "subject")
    response = send(ali, draft)
    assert response.status_code == 409 and "still to be answered" in text_of(response)


def test_two_windows_one_answer_each(ali):
    draft = start(ali)
    assert put(ali, draft, "subject").status_code == 302
    old = draft.version
    put(ali, draft, "necessity", {"necessity": "First words"})
    response = ali.post(page(draft, "necessity"), {"version": old, "necessity": "Second words"})
    said = text_of(response)
    assert response.status_code == 409 and "saved in another window" in said
    assert "Second words" in said and "First words" in said
    draft.refresh_from_db()
    assert read_draft(draft)["necessity"]["typed"]["necessity"] == ["First words"]
    assert f'name="version" value="{draft.version}"' in response.content.decode()
    put(ali, draft, "necessity", {"necessity": "Second words"})
    draft.refresh_from_db()
    assert read_draft(draft)["necessity"]["typed"]["necessity"] == ["Second words"]


def test_the_same_page_sent_twice_goes_on(ali):
    draft = start(ali)
    data = {"version": draft.version, **SUBJECT}
    first, second = ali.post(page(draft, "subject"), data), ali.post(page(draft, "subject"), data)
    assert first["Location"] == second["Location"]


def test_sent_twice_is_one_request(ali):
    draft = start(ali)
    fill(ali, draft)
    command = uuid4()
    answers = [send(ali, draft, command), send(ali, draft, command), send(ali, draft)]
    assert {r["Location"] for r in answers} == {f"/notices/{NoticeProposal.objects.get().ref}/sent"}


def test_a_list_is_added_to_changed_and_shortened(ali):
    draft = start(ali)
    child = {
        "another": "yes",
        "initials": "AV",
        "year": "2019",
        "related": "both",
        "saw_it": "yes",
        "school": "Teasel Row",
    }
    put(ali, draft, "children", child)
    put(ali, draft, "children", {**child, "initials": "BV", "school": ""})
    shown = ali.get(page(draft, "children")).content.decode()
    assert "AV" in shown and "BV" in shown and "Teasel" not in shown and "Kept sealed" in shown
    assert "Teasel" not in ali.get(page(draft, "children") + "?item=0").content.decode()
    put(ali, draft, "children", {**child, "initials": "CV", "school": "", "item": "0"})
    draft.refresh_from_db()
    assert [i["initials"] for i in read_draft(draft)["children"]["items"]] == [["CV"], ["BV"]]
    assert read_draft(draft)["children"]["items"][0]["school"] == ["Teasel Row"]
    put(ali, draft, "children", {"remove": "1"})
    put(ali, draft, "children", {"remove": "9999999999999"})
    draft.refresh_from_db()
    assert len(read_draft(draft)["children"]["items"]) == 1


def test_a_sealed_address_is_never_shown_again(ali, house):
    secret = {
        "shared": "no",
        "safe": "no",
        "sealed_kind": "refuge",
        "sealed_lines": "9 Teasel Rise",
        "sealed_postcode": "ZZ9 9ZZ",
    }
    draft = start(ali)
    fill(ali, draft, {"protected-home": secret})
    for address in (page(draft, "protected-home"), f"/notices/new/{draft.public_id}/check"):
        shown = ali.get(address).content.decode()
        assert "Teasel" not in shown and "ZZ9" not in shown and "sealed" in shown
    put(ali, draft, "protected-home", {**secret, "sealed_lines": "", "sealed_postcode": ""})
    put(ali, draft, "grounds", {"grounds": "You went to 9 teasel-rise and shouted."})
    refused = send(ali, draft)
    assert refused.status_code == 409 and "subject may not know" in text_of(refused)
    put(ali, draft, "grounds")
    assert send(ali, draft).status_code == 302
    proposal = NoticeProposal.objects.get()
    assert proposal.case.protected.sealed_places.get().kind == "refuge"
    draft.refresh_from_db()
    assert "Teasel" not in str(read_draft(draft))


def test_a_draft_is_its_owners(ali, house):
    draft = start(ali)
    other = Client()
    other.force_login(house.wren, backend=BACKEND)
    assert other.get(page(draft, "subject")).status_code == 404
    assert put(other, draft, "subject").status_code == 404
    assert ali.get(f"/notices/new/{uuid4()}/q/subject").status_code == 404
    assert ali.get("/notices/new/not-a-uuid/q/subject").status_code == 404
    inspector = Client()
    inspector.force_login(house.halloran, backend=BACKEND)
    assert inspector.get("/notices/new").status_code == 403 and inspector.get("/notices/drafts").status_code == 403


def test_unfinished_requests_are_resumed_and_discarded(ali):
    draft = start(ali)
    put(ali, draft, "subject")
    listed = text_of(ali.get("/notices/drafts"))
    assert "Callum Verity" in listed and "questions left" in listed
    assert ali.get(f"/notices/new/{draft.public_id}")["Location"] == page(draft, "subject-names")
    assert ali.post(f"/notices/new/{draft.public_id}/discard").status_code == 302
    assert "Callum" not in text_of(ali.get("/notices/drafts"))
    draft.refresh_from_db()
    assert read_draft(draft) == {}


def test_preview_shows_the_exact_words_and_the_bail_beside(ali):
    draft = start(ali)
    bail = {"another": "yes", "power": "police", "words": "To live at the home", "covers": ["live_at_home"]}
    put(ali, draft, "bail", bail)
    put(ali, draft, "bail", {**bail, "words": "Not to enter the flat", "covers": ["not_enter"]})
    put(ali, draft, "protected-home")
    shown = text_of(
        put(ali, draft, "terms", {"terms": ["no_contact", "distance_from_home"], "metres": "250", "preview": "1"})
    )
    assert "You must not come within 250 metres" in shown and "Clash" in shown and "Gap" in shown
    part = ali.post(f"/notices/new/{draft.public_id}/preview", {"terms": ["no_contact"]})
    assert part.status_code == 200 and b"<html" not in part.content and "contact" in text_of(part)


def test_shared_home_opens_the_home_terms(ali):
    draft = start(ali)
    fill(ali, draft, {"protected-home": {"shared": "yes"}, "terms": {"terms": ["leave_premises", "not_enter"]}})
    assert send(ali, draft).status_code == 302
    proposal = NoticeProposal.objects.get()
    assert proposal.shared_home and proposal.case.protected.addresses.get().kind == "shared"


def test_no_page_says_who_is_man_or_woman(ali):
    draft = start(ali)
    fill(ali, draft, {"protected-home": {"shared": "yes"}, "terms": {"terms": ["leave_premises"]}})
    for question in QUESTIONS:
        said = text_of(ali.get(page(draft, question.code), follow=True)).lower()
        found = re.findall(r"\b(he|she|him|her|his|hers|himself|herself)\b", said)
        assert not found, (question.code, found)


def test_same_person_is_asked_and_chosen(ali):
    first = start(ali)
    fill(ali, first)
    send(ali, first)
    known = NoticeProposal.objects.get().case.subject
    second = start(ali)
    put(ali, second, "subject")
    asked = ali.get(page(second, "subject-same"))
    assert asked.status_code == 200 and "Yes, the same person" in text_of(asked)
    put(ali, second, "subject-same", {"same": str(known.public_id)})
    changes = {
        "subject-same": {"same": str(known.public_id)},
        "protected": {"given": "Sam", "birth": "year", "year": "1990"},
    }
    fill(ali, second, changes)
    assert send(ali, second).status_code == 302
    assert NoticeProposal.objects.latest("pk").case.subject == known


KEYS = st.sampled_from(sorted(ANSWERS))
TEXT = st.text(max_size=300)


@given(
    answers=st.dictionaries(
        KEYS, st.dictionaries(st.text(min_size=1, max_size=20), st.lists(TEXT, max_size=3), max_size=4)
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_draft_gives_back_what_it_was_given(house, now, answers):
    stored = {code: {"typed": typed} for code, typed in answers.items()}
    draft = start_draft("notice", by=house.ali, at=now)
    draft = save_draft(draft.public_id, stored, version=1, step="subject", by=house.ali, at=now)
    assert read_draft(Draft.objects.get(pk=draft.pk)) == stored
    with pytest.raises(StaleDraft):
        save_draft(draft.public_id, {}, version=1, step="subject", by=house.ali, at=now)
    assert read_draft(Draft.objects.get(pk=draft.pk)) == stored
    discard_draft(draft.public_id, by=house.ali, at=now)
    with pytest.raises(Refused):
        save_draft(draft.public_id, stored, version=2, step="subject", by=house.ali, at=now)


@given(typed=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_lost(ali, typed):
    draft = start(ali)
    response = put(ali, draft, "necessity", {"necessity": typed})
    assert response.status_code in (200, 302)
    draft.refresh_from_db()
    assert read_draft(draft)["necessity"]["typed"]["necessity"][0].replace("\r\n", "\n") == typed.replace("\r\n", "\n")
    assert ali.get(page(draft, "necessity")).status_code == 200
