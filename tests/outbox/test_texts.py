"""What is ever sent to a protected person: nothing of a case is in a text, and nothing can be put into one."""

import re

import pytest

from haven.outbox.texts import LONGEST_TEXT, NOT_YET_WELSH, TEXTS, Message, message, welsh_version

# Words that would tell whoever reads over her shoulder what it is about, as whole words.
CASE_WORDS = {
    "en": "police court order notice abuse domestic hearing judge officer victim case crime arrest tag breach solicitor "
    "refuge dapn dapo protection magistrates custody bail charge",
    "cy": "heddlu llys gorchymyn hysbysiad cam-drin domestig gwrandawiad barnwr swyddog dioddefwr achos trosedd arestio tag "
    "cyfreithiwr lloches amddiffyn ynadon dalfa mechniaeth cyhuddo",
}
EVERY = [(name, language) for name, texts in TEXTS.items() for language in texts]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_case_word_no_number_no_link_no_date(name, language):
    content = message(name, language, "Jo")
    words = set(re.findall(r"[\w-]+", f"{content.text} {content.subject}".casefold()))
    assert not words & set(CASE_WORDS[language].split())
    assert not re.search(r"\d|https?:|www\.|[/@]", content.text + content.subject)
    assert len(content.text) <= LONGEST_TEXT


def test_every_text_is_in_both_languages():
    assert all(set(texts) == {"en", "cy"} for texts in TEXTS.values())
    assert all(texts["en"].text != texts["cy"].text for texts in TEXTS.values())


def test_a_text_with_another_place_to_fill_does_not_load():
    for text in ("Hi {name}", "Hi {greeting}, about {ref}", "{0}", "{}", "{greeting.case.subject}"):
        with pytest.raises(ValueError, match="only hold the greeting"):
            Message(text)


def test_without_a_greeting_no_hole_is_left():
    for name, language in EVERY:
        plain = message(name, language).text
        assert "{" not in plain and "  " not in plain and plain == plain.strip()
    assert message("call_today", "en", "Jo").text.endswith("Jo")


def test_a_greeting_is_only_ever_text():
    assert message("call_today", "en", "{greeting} {x}").text.endswith("{greeting} {x}")


def test_a_language_without_a_text_gets_english():
    assert message("news_ready", "pl") == message("news_ready", "en")


@pytest.mark.parametrize("name", TEXTS)
def test_welsh_that_nobody_approved_is_english_with_a_welsh_sentence(name):
    content = message(name, "cy", "Jo", welsh=False)
    assert content.text == f"{message(name, 'en', 'Jo').text} {NOT_YET_WELSH}"
    assert content.subject == message(name, "en").subject and len(content.text) <= LONGEST_TEXT


def test_the_version_changes_with_a_word(monkeypatch):
    before = welsh_version()
    changed = {**TEXTS, "feedback": {**TEXTS["feedback"], "cy": Message("Rhywbeth arall")}}
    monkeypatch.setattr("haven.outbox.texts.TEXTS", changed)
    assert welsh_version() != before
