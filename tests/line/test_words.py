"""What the line says: a closed list in two languages, with no word of a case but what may be told after proof."""

import re
from datetime import date

import pytest

from haven.line.flow import Say
from haven.line.words import AFTER_PROOF, TO_ANYBODY, WORDS, Spoken, day_words, said
from tests.outbox.test_texts import CASE_WORDS

# What only the proven may hear, in each language (F16).
ALLOWED = {"en": {"hearing"}, "cy": {"gwrandawiad"}}


def words_in(text):
    return set(re.findall(r"[\w'-]+", text.casefold()))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_case_word_is_said_to_anybody(language):
    for code, spoken in TO_ANYBODY.items():
        text = getattr(spoken, language)
        assert not words_in(text) & set(CASE_WORDS[language].split()), code
        assert "{" not in text and not re.search(r"force|grym|given|rhoi iddyn", text)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_after_proof_no_more_than_may_be_told(language):
    for code, spoken in AFTER_PROOF.items():
        found = words_in(getattr(spoken, language)) & set(CASE_WORDS[language].split())
        assert found <= ALLOWED[language], code
    assert set(AFTER_PROOF) == {"in_force", "not_in_force", "given", "not_given", "hearing", "no_hearing"}


def test_every_text_is_there_in_both_languages_and_they_differ():
    assert all(spoken.en and spoken.cy and spoken.en != spoken.cy for spoken in WORDS.values())


def test_a_text_with_another_place_to_fill_does_not_load():
    for text in ("It is {name}", "{day} at {court}", "{0}"):
        with pytest.raises(ValueError, match="may only hold a day"):
            Spoken(text, "")


def test_999_comes_first():
    """Heard within eight seconds: about twenty words."""
    assert len(TO_ANYBODY["greeting"].en.split("999")[0].split()) < 20


def test_a_day_is_said_in_words():
    assert day_words(date(2026, 11, 9), "en") == "Monday 9 November"
    assert day_words(date(2026, 11, 9), "cy") == "dydd Llun 9 Tachwedd"


def test_welsh_that_nobody_approved_is_said_in_practice_alone():
    menu = (Say("menu"),)
    assert said(menu, "cy", welsh=True) == (("cy", WORDS["menu"].cy),)
    assert said(menu, "cy", welsh=False) == (("cy", WORDS["welsh_later"].cy), ("en", WORDS["menu"].en))
    assert [language for language, _text in said((Say("greeting"),), "en", welsh=False)] == ["en", "cy"]
