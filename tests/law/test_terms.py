"""The vocabulary of requirements, its blanks and its wording."""

import re

import pytest

from haven_law.citation import is_citation
from haven_law.terms import TERM_CODES, VOCABULARY, legal_wording, parameter_errors, plain_wording

PARAMS: dict[str, dict[str, object]] = {
    "not_abuse": {},
    "no_contact": {"exception": "through a solicitor"},
    "distance_from_home": {"distance_m": 100},
    "distance_from_other_premises": {
        "distance_m": 50,
        "place_kind": "workplace",
        "place_mode": "named",
        "place": "The Copper Kettle, Invented Row",
    },
    "not_evict": {"premises": "4 Invented Row"},
    "not_enter": {"premises": "4 Invented Row"},
    "leave_premises": {"premises": "4 Invented Row", "leave_by": "18:00"},
    "no_online_posting": {},
    "no_third_party_contact": {"people": "Kim Example"},
    "financial": {"prohibition": "use the joint account"},
    "curfew": {"days": ["monday", "friday"], "from_time": "19:00", "to_time": "07:00", "place": "4 Invented Row"},
    "programme": {"programme": "Steps to Change", "provider": "Example Trust", "sessions": 20},
    "alcohol_or_drug_treatment": {"treats": "both", "provider": "Example Trust"},
    "station_sign_on": {
        "station": "Invented Street police station",
        "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        "from_time": "09:00",
        "to_time": "11:00",
        "tolerance_minutes": 15,
    },
    "notify_relationship": {"within_days": 3},
    "electronic_monitoring": {"monitors": [2, 3], "monitoring_kind": "location", "monitor": "Example Monitoring"},
}
GENDERED = re.compile(r"\b(he|she|him|her|his|hers|himself|herself|man|woman|husband|wife)\b", re.IGNORECASE)
WORDINGS = (legal_wording, plain_wording)


def test_the_codes_are_those_of_the_interface() -> None:
    assert set(TERM_CODES) == set(PARAMS)
    assert len(TERM_CODES) == 16
    for term in VOCABULARY.values():
        assert is_citation(term.order_provision)
        assert term.notice_provision is None or is_citation(term.notice_provision)
    assert [code for code, term in VOCABULARY.items() if term.in_notice] == [
        "not_abuse",
        "no_contact",
        "distance_from_home",
        "not_evict",
        "not_enter",
        "leave_premises",
    ]


@pytest.mark.parametrize("code", TERM_CODES)
@pytest.mark.parametrize("you", [True, False])
@pytest.mark.parametrize("filled", [True, False])
def test_wording_is_whole_sentences_about_anybody(code: str, you: bool, filled: bool) -> None:
    params = PARAMS[code] if filled else {}
    for write in WORDINGS:
        text = write(code, params, you=you, protected="Sam Example")
        assert text.endswith(".")
        assert text[0].isupper()
        assert ".." not in text
        assert "  " not in text
        assert not GENDERED.search(text)
        assert ("You " in text or "you " in text) if you else "the subject" in text.lower()
        assert ("the subject" in text.lower()) is not you


@pytest.mark.parametrize("code", TERM_CODES)
def test_wording_carries_what_was_filled_in(code: str) -> None:
    text = legal_wording(code, PARAMS[code])
    for name, value in PARAMS[code].items():
        if isinstance(value, str | int) and name not in ("place_kind", "place_mode", "treats", "monitoring_kind"):
            assert str(value) in text


@pytest.mark.parametrize("write", WORDINGS)
def test_the_distance_term_names_no_place(write: object) -> None:
    assert callable(write)
    text = write("distance_from_home", {"distance_m": 100, "premises": "9 Secret Lane", "place": "9 Secret Lane"})
    assert "any premises where the protected person lives" in text
    assert "Secret" not in text


@pytest.mark.parametrize("write", WORDINGS)
@pytest.mark.parametrize("mode", ["described", "sealed"])
def test_a_place_that_is_not_named_is_never_printed(write: object, mode: str) -> None:
    assert callable(write)
    params = {"distance_m": 100, "place_kind": "school", "place_mode": mode, "place": "Mill Lane School"}
    assert "Mill" not in write("distance_from_other_premises", params)
    described = write("distance_from_other_premises", params | {"description": "any school the children attend"})
    assert "any school the children attend" in described


@pytest.mark.parametrize("code", TERM_CODES)
def test_filled_blanks_are_right(code: str) -> None:
    assert parameter_errors(code, PARAMS[code]) == {}


@pytest.mark.parametrize("code", TERM_CODES)
def test_required_blanks_are_asked_for(code: str) -> None:
    required = {parameter.name for parameter in VOCABULARY[code].parameters if parameter.required}
    assert required <= set(parameter_errors(code, {}))
    assert all(text.endswith(".") for text in parameter_errors(code, {}).values())


@pytest.mark.parametrize(
    ("code", "params", "field"),
    [
        ("distance_from_home", {"distance_m": 0}, "distance_m"),
        ("distance_from_home", {"distance_m": 5001}, "distance_m"),
        ("distance_from_home", {"distance_m": "100"}, "distance_m"),
        ("distance_from_home", {"distance_m": True}, "distance_m"),
        ("distance_from_home", {"distance_m": 100, "place": "9 Secret Lane"}, "place"),
        ("no_contact", {"exception": "line\nbreak"}, "exception"),
        ("no_contact", {"exception": "nul\x00"}, "exception"),
        ("no_contact", {"exception": "x" * 501}, "exception"),
        ("no_contact", {"exception": 3}, "exception"),
        ("curfew", PARAMS["curfew"] | {"to_time": "19:00"}, "to_time"),
        ("curfew", PARAMS["curfew"] | {"to_time": "7pm"}, "to_time"),
        ("curfew", PARAMS["curfew"] | {"days": ["someday"]}, "days"),
        ("curfew", PARAMS["curfew"] | {"days": ["monday", "monday"]}, "days"),
        ("alcohol_or_drug_treatment", {"treats": "tea", "provider": "Example Trust"}, "treats"),
        ("electronic_monitoring", PARAMS["electronic_monitoring"] | {"monitors": [0]}, "monitors"),
        ("electronic_monitoring", PARAMS["electronic_monitoring"] | {"monitors": [True]}, "monitors"),
        (
            "distance_from_other_premises",
            PARAMS["distance_from_other_premises"] | {"place_mode": "sealed", "description": "a school"},
            "place",
        ),
        (
            "distance_from_other_premises",
            {"distance_m": 5, "place_kind": "school", "place_mode": "described"},
            "description",
        ),
        ("distance_from_other_premises", {"distance_m": 5, "place_kind": "school", "place_mode": "named"}, "place"),
    ],
)
def test_wrong_blanks_are_named(code: str, params: dict[str, object], field: str) -> None:
    assert list(parameter_errors(code, params)) == [field]


def test_unknown_kinds_are_refused() -> None:
    for ask in (legal_wording, plain_wording):
        with pytest.raises(ValueError, match="not a kind of requirement"):
            ask("banish")
    with pytest.raises(ValueError, match="not a kind of requirement"):
        parameter_errors("banish", {})
