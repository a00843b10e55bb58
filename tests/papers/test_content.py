"""What the papers say, and what they cannot say."""

import dataclasses
import datetime as dt
import re

import pytest

from haven.documents.papers import (
    PLACE_WORDS,
    ApplicationPaper,
    HearingNoticePaper,
    NoticePaper,
    OrderClause,
    OrderPaper,
    PaperError,
    RequirementsNoticePaper,
    ServedPart,
    render_application,
    render_breach_statement,
    render_hearing_notice,
    render_notice,
    render_order,
    render_requirements_notice,
)

from . import samples
from .reading import text_of

VIEWS = (NoticePaper, OrderPaper, HearingNoticePaper, RequirementsNoticePaper, ApplicationPaper, ServedPart)

SECTION_25_2 = {
    "(a) the grounds": "shouted threats at a person you used to be in a relationship with",
    "(b) the power of arrest": "A constable who has reasonable grounds for believing that you are in breach of this "
    "notice may arrest you without a warrant",
    "(c) that an application will be heard": "The police must apply to a magistrates’ court for a domestic abuse "
    "protection order against you (section 28). The application will be heard within 48 hours of the time you were "
    "given this notice. Sundays, Christmas Day, Good Friday and bank holidays in England and Wales are left out when "
    "the hours are counted",
    "(c) that notice of the hearing will be given": "You will be given a notice of the hearing.",
    "(d) that the notice continues": "It continues until the application has been decided by the court or withdrawn",
    "(e) what an order may contain": "An order may contain any requirement that the court thinks necessary to protect "
    "the person from domestic abuse or the risk of it",
    "(e) contact": "must not contact the person it protects",
    "(e) distance from home": "must not come within a stated distance of where they live",
    "(e) distance from other places": "must not come within a stated distance of other stated places",
    "(e) eviction": "must not make them leave, or keep them out of, a home that you share",
    "(e) entering and leaving": "must not enter that home, or must leave it",
    "(e) doing something": "must do something, such as go to a programme",
    "(e) monitoring": "must wear a tag, or be monitored electronically",
}


@pytest.fixture(scope="module")
def notice_text() -> str:
    return text_of(render_notice(samples.notice()).bytes)


@pytest.mark.parametrize("statement", SECTION_25_2.values(), ids=SECTION_25_2.keys())
def test_notice_states_what_section_25_2_wants(statement: str, notice_text: str) -> None:
    assert statement in notice_text


def test_notice_names_its_giver_its_terms_and_its_reach(notice_text: str) -> None:
    assert "Inspector S. Whitlock, 2208XX, on Friday 13 November 2026" in notice_text
    assert "It applies in the whole of the United Kingdom." in notice_text
    for number, term in enumerate(samples.TERMS, start=1):
        assert f"{number}. {term.text_plain}" in notice_text
        assert term.text_legal in notice_text
    assert "Section 23(1)(b)." in notice_text


def test_notice_asks_for_an_address_until_one_was_asked_for(notice_text: str) -> None:
    question = "The constable must ask you for an address for the notice of the hearing (section 25)."
    assert question in notice_text
    assert "Asked, and gave no address" in notice_text
    given = text_of(render_notice(samples.notice(served=samples.SERVED)).bytes)
    assert "You gave an address. It is not printed here." in given
    refused = dataclasses.replace(samples.SERVED, address_given=False)
    assert "You were asked and gave no address." in text_of(render_notice(samples.notice(served=refused)).bytes)


def test_served_notice_tells_when_the_hearing_must_begin() -> None:
    text = text_of(render_notice(samples.notice(served=samples.SERVED)).bytes)
    assert "You were given this notice on Friday 13 November 2026 at 2:40am." in text
    assert "the hearing must begin by Monday 16 November 2026 at 2:40am." in text
    assert "Given by PC R. Adeyemi, 4471XX" in text
    assert "Where A police station" in text


def test_order_states_consequence_duties_and_ways_out() -> None:
    text = text_of(render_order(samples.order()).bytes)
    for statement in (
        "If you break any part of it without a reasonable excuse you can be arrested, sent to prison for up to 5 "
        "years, fined, or both (section 39).",
        "You must tell the police every name you use and your home address by Sunday 15 November 2026 (section 41).",
        "You may ask the court to change this order or end it.",
        "You may appeal (section 46).",
        "until further order",
        "Lasts until 11:59pm on Friday 12 November 2027. Monitored by the tag provider.",
        "From Monday 7 December 2026, until 11:59pm on Monday 7 June 2027. Supervised by T. Marsh, Steps programme.",
        "Do not interfere with it, and keep it working.",
        "Made by District Judge (MC) A. Fenwick, court 3.",
        "Check code: QX7R-2M4D",
    ):
        assert statement in text


def test_clauses_keep_their_own_numbers() -> None:
    text = text_of(render_order(samples.order()).bytes)
    assert text.index("4. You must not post") < text.index("3. You must be at your home") < text.index("5. You must go")


def test_order_without_notice_says_so_and_when_it_binds() -> None:
    order = samples.order(
        without_notice=True, subject_present=False, return_hearing_words="Friday 20 November 2026 at 10:00am"
    )
    text = text_of(render_order(order).bytes)
    assert "The court heard the application without telling you first." in text
    assert "The order binds you from when you know of it." in text
    assert "The hearing: Friday 20 November 2026 at 10:00am." in text


def test_order_while_another_duty_to_notify_lasts() -> None:
    text = text_of(render_order(samples.order(notify_by=None)).bytes)
    assert "While that lasts, this order adds nothing." in text
    assert "Sunday 15 November 2026 (section 41)" not in text


def test_order_with_duties_only_has_no_empty_heading() -> None:
    text = text_of(render_order(samples.order(prohibitions=())).bytes)
    assert "What you must not do" not in text
    assert "What you must do" in text


def test_hearing_notice_says_where_when_and_what_if_absent() -> None:
    text = text_of(render_hearing_notice(samples.hearing_notice()).bytes)
    assert "Saturday 14 November 2026 at 10:00am" in text
    assert "Croydon Magistrates’ Court, court 3" in text
    assert "the court may hear the application and make an order in your absence" in text
    left = text_of(render_hearing_notice(samples.hearing_notice(delivery="left_at_address", adjourned=True)).bytes)
    assert "It was left at the address you gave the police for this purpose." in left
    assert "The hearing was put off. This is the new date." in left


def test_requirements_notice_is_no_order() -> None:
    text = text_of(render_requirements_notice(samples.requirements_notice()).bytes)
    assert "This is not an order" in text
    assert "Supervised by T. Marsh, Steps programme." in text


def test_application_states_when_the_notice_was_given() -> None:
    text = text_of(render_application(samples.application()).bytes)
    assert "Notice given Friday 13 November 2026 at 2:40am, by PC R. Adeyemi, 4471XX" in text
    assert "must be heard by Monday 16 November 2026 at 2:40am" in text


@pytest.mark.parametrize("practice", [True, False])
def test_practice_mark_is_on_practice_papers_alone(practice: bool) -> None:
    papers = (
        render_notice(samples.notice(practice=practice)),
        render_order(samples.order(practice=practice)),
        render_hearing_notice(samples.hearing_notice(practice=practice)),
        render_requirements_notice(samples.requirements_notice(practice=practice)),
        render_application(samples.application(practice=practice)),
        render_breach_statement(samples.breach_statement(practice=practice)),
    )
    for paper in papers:
        assert text_of(paper.bytes).count("Practice: invented people") == (paper.pages if practice else 0)


def test_no_view_has_a_field_for_a_protected_person_s_place() -> None:
    names = {field.name for view in VIEWS for field in dataclasses.fields(view)}
    placelike = {name for name in names if re.search(r"address|place|home|postcode|street|zone|school|work", name)}
    assert placelike == {"court_address", "place_kind", "address_given"}
    assert {field.name for field in dataclasses.fields(NoticePaper) if "protected" in field.name} == {
        "protected_name_as_ordered"
    }


def test_every_kind_of_place_has_words() -> None:
    for kind in PLACE_WORDS:
        assert dataclasses.replace(samples.SERVED, place_kind=kind).place_kind == kind
    with pytest.raises(PaperError, match="No words exist for this kind of place"):
        dataclasses.replace(samples.SERVED, place_kind="12 Tallow Yard")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"grounds": " \n "}, r"section 25\(2\)\(a\)"),
        ({"terms": ()}, r"section 22\(2\)"),
        ({"terms": (samples.TERMS[0], samples.TERMS[0])}, "its own number"),
    ],
)
def test_incomplete_notice_cannot_be_made(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(PaperError, match=sentence):
        samples.notice(**changes)


def test_contradictory_or_empty_order_cannot_be_made() -> None:
    with pytest.raises(PaperError, match="at least one requirement"):
        samples.order(prohibitions=(), duties=())
    with pytest.raises(PaperError, match="without notice"):
        samples.order(without_notice=True, subject_present=True)
    clash = OrderClause(number=1, text_plain="x", text_legal="x", provision="DAA 2021 s.35(1)")
    with pytest.raises(PaperError, match="its own number"):
        samples.order(duties=(clash,))
    with pytest.raises(PaperError, match="sealed"):
        samples.order(sealed=True)


def test_no_paper_in_a_language_without_approved_wording() -> None:
    with pytest.raises(PaperError, match="No approved wording"):
        render_notice(samples.notice(language="cy"))
    with pytest.raises(PaperError, match="No approved wording"):
        render_notice(samples.notice(language="../en"))


def test_time_without_a_clock_is_refused() -> None:
    with pytest.raises(PaperError, match="which clock"):
        render_order(samples.order(made_at=dt.datetime(2026, 11, 13, 11, 40)))  # noqa: DTZ001


def test_paper_words_assume_no_gender_and_judge_nobody() -> None:
    made = (
        render_notice(samples.notice()),
        render_order(samples.order()),
        render_hearing_notice(samples.hearing_notice()),
        render_requirements_notice(samples.requirements_notice()),
        render_application(samples.application()),
    )
    banned = r"\b(he|she|him|his|her|hers|perpetrator|victim|offender|alleged|failed to|please|sorry)\b|!"
    for paper in made:
        assert re.findall(banned, text_of(paper.bytes), re.IGNORECASE) == []


def test_the_statement_about_a_breach() -> None:
    text = text_of(render_breach_statement(samples.breach_statement()).bytes)
    for said in (
        "true to the best of my knowledge",
        "Eleven messages",
        "Known by 2 facts",
        "Exhibit 2.",
        "No copy was made",
    ):
        assert said in text
    bare = samples.breach_statement(
        excuse=None,
        known=(),
        known_missing="Nothing shows it",
        chronology=(),
        exhibits=(),
        clauses=(),
        other_offence="Theft",
    )
    text = text_of(render_breach_statement(bare).bytes)
    assert "What the subject said" not in text and "Nothing shows it." in text and "There are none." in text
    with pytest.raises(PaperError, match="what happened"):
        samples.breach_statement(account=" ")
