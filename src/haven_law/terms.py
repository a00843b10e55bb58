"""The vocabulary of requirements: what each kind is, where it may stand, what it needs. DAA 2021 s.22(2), 23, 35 to 37.

"Requirement" includes a prohibition or restriction (s.35(1)). Names, clauses and wording elsewhere use these codes.
The wording itself is in ``haven_law.wording``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from haven_law.citation import daa
from haven_law.wording import legal_wording as legal_wording
from haven_law.wording import plain_wording as plain_wording

MAXIMUM_DISTANCE_M = 5000
MAXIMUM_TEXT = 500

# What a kind of requirement can need before it may be imposed.
SHARED_HOME = "shared_home"
RESPONSIBLE_PERSON = "responsible_person"
SUITABILITY_EVIDENCE = "suitability_evidence"
MONITORING_GATES = "monitoring_gates"

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Parameter:
    """One blank of a requirement's wording.

    ``kind``: number, text, choice, weekdays, time, date or numbers (clause numbers). Limits are inclusive.
    """

    name: str
    kind: str
    label: str
    required: bool = True
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Term:
    """A kind of requirement.

    ``notice_provision`` None: a notice may not contain it (s.23). ``is_duty``: it makes the subject do something, so
    that s.36(2)-(3) apply; ``duty_doubt`` says why that is not certain. ``needs``: what must be
    shown in a notice or an order, ``order_needs``: in an order only (constants above).
    """

    code: str
    label: str
    notice_provision: str | None
    order_provision: str
    is_duty: bool = False
    duty_doubt: str | None = None
    needs: frozenset[str] = frozenset()
    order_needs: frozenset[str] = frozenset()
    parameters: tuple[Parameter, ...] = ()

    @property
    def in_notice(self) -> bool:
        """Whether a notice may contain it (s.22(2), s.23)."""
        return self.notice_provision is not None


_DISTANCE = Parameter(
    "distance_m", "number", "Distance in metres", minimum=1, maximum=MAXIMUM_DISTANCE_M, hint="For example, 100"
)
_PREMISES = Parameter(
    "premises",
    "text",
    "Address of the home they share",
    required=False,
    hint="Only an address that the subject knows, because they live there",
)
_PLACE_KINDS = (
    ("workplace", "a place of work"),
    ("school", "a school or nursery"),
    ("family_home", "the home of a relative or friend"),
    ("worship", "a place of worship"),
    ("other", "another place"),
)
_PLACE_MODES = (
    ("named", "Name the place in the order"),
    ("described", "Describe the kind of place, without naming it"),
    ("sealed", "Keep the place confidential: only the description is printed"),
)
_DAYS = Parameter("days", "weekdays", "On which days")
_FROM = Parameter("from_time", "time", "From")
_TO = Parameter("to_time", "time", "To")
_MONITORING_KINDS = (
    ("location", "where the subject is"),
    ("curfew", "whether the subject is at home during the curfew"),
    ("alcohol", "whether the subject has drunk alcohol"),
)
_DUTY = frozenset({RESPONSIBLE_PERSON, SUITABILITY_EVIDENCE})
_DOUBT = (
    "It is not settled whether this makes the subject do something, so that s.36(2) asks for a responsible person; it "
    "is answered here without one."
)

_TERMS = (
    Term("not_abuse", "Not be abusive", daa("22(2)"), daa("35(1)")),
    Term(
        "no_contact",
        "No contact",
        daa("23(1)(a)"),
        daa("35(4)(a)"),
        parameters=(
            Parameter(
                "exception",
                "text",
                "Except",
                required=False,
                hint="For example: through a solicitor, or under an order of the family court",
            ),
        ),
    ),
    Term(
        "distance_from_home",
        "Stay away from where the protected person lives",
        daa("23(1)(b)"),
        daa("35(4)(b)"),
        parameters=(_DISTANCE,),
    ),
    Term(
        "distance_from_other_premises",
        "Stay away from another place",
        None,
        daa("35(4)(c)"),
        parameters=(
            _DISTANCE,
            Parameter("place_kind", "choice", "What kind of place", choices=_PLACE_KINDS),
            Parameter("place_mode", "choice", "How the order speaks of it", choices=_PLACE_MODES),
            Parameter("place", "text", "Name or address of the place", required=False),
            Parameter("description", "text", "Description of the place", required=False),
        ),
    ),
    Term(
        "not_evict",
        "Not evict or exclude from the shared home",
        daa("23(2)(a)"),
        daa("35(5)(a)"),
        needs=frozenset({SHARED_HOME}),
        parameters=(_PREMISES,),
    ),
    Term(
        "not_enter",
        "Not enter the shared home",
        daa("23(2)(b)"),
        daa("35(5)(b)"),
        needs=frozenset({SHARED_HOME}),
        parameters=(_PREMISES,),
    ),
    Term(
        "leave_premises",
        "Leave the shared home",
        daa("23(2)(c)"),
        daa("35(5)(c)"),
        duty_doubt=_DOUBT,
        needs=frozenset({SHARED_HOME}),
        parameters=(
            _PREMISES,
            Parameter("leave_by", "time", "Leave by", required=False, hint="Leave blank for at once"),
        ),
    ),
    Term("no_online_posting", "Not post about them", None, daa("35(1)")),
    Term(
        "no_third_party_contact",
        "No contact with or through others",
        None,
        daa("35(1)"),
        parameters=(
            Parameter(
                "people",
                "text",
                "Which people the subject must not contact",
                required=False,
                hint="Leave blank to forbid contact through anybody",
            ),
        ),
    ),
    Term(
        "financial",
        "Money and property",
        None,
        daa("35(1)"),
        parameters=(
            Parameter(
                "prohibition",
                "text",
                "What the subject must not do",
                hint="Finish the sentence: the subject must not ...",
            ),
        ),
    ),
    Term(
        "curfew",
        "Curfew",
        None,
        daa("35(1)"),
        duty_doubt=_DOUBT,
        parameters=(_DAYS, _FROM, _TO, Parameter("place", "text", "Where the subject must be")),
    ),
    Term(
        "programme",
        "Attend a programme",
        None,
        daa("35(1)"),
        is_duty=True,
        order_needs=_DUTY,
        parameters=(
            Parameter("programme", "text", "Name of the programme"),
            Parameter("provider", "text", "Who runs it"),
            Parameter("sessions", "number", "Number of sessions", required=False, minimum=1, maximum=104),
        ),
    ),
    Term(
        "alcohol_or_drug_treatment",
        "Treatment for alcohol or drugs",
        None,
        daa("35(1)"),
        is_duty=True,
        order_needs=_DUTY,
        parameters=(
            Parameter(
                "treats",
                "choice",
                "Treatment for",
                choices=(("alcohol", "alcohol"), ("drugs", "drugs"), ("both", "alcohol and drugs")),
            ),
            Parameter("provider", "text", "Who gives it"),
        ),
    ),
    Term(
        "station_sign_on",
        "Sign on at a police station",
        None,
        daa("35(1)"),
        is_duty=True,
        order_needs=_DUTY,
        parameters=(
            Parameter("station", "text", "Police station"),
            _DAYS,
            _FROM,
            _TO,
            Parameter("tolerance_minutes", "number", "Minutes late allowed", required=False, minimum=0, maximum=120),
        ),
    ),
    Term(
        "notify_relationship",
        "Tell the police of a new relationship",
        None,
        daa("35(1)"),
        duty_doubt=_DOUBT,
        parameters=(Parameter("within_days", "number", "Within how many days", minimum=1, maximum=28),),
    ),
    Term(
        "electronic_monitoring",
        "Electronic tag",
        None,
        daa("35(6)"),
        order_needs=frozenset({MONITORING_GATES}),
        parameters=(
            Parameter("monitors", "numbers", "Which clauses it checks"),
            Parameter("monitoring_kind", "choice", "What it checks", choices=_MONITORING_KINDS),
            Parameter("monitor", "text", "Who does the monitoring"),
        ),
    ),
)
VOCABULARY: dict[str, Term] = {term.code: term for term in _TERMS}
TERM_CODES: tuple[str, ...] = tuple(VOCABULARY)


def term_named(code: str) -> Term:
    """Find a kind of requirement. Raises ValueError for a code that is not in the vocabulary."""
    term = VOCABULARY.get(code)
    if term is None:
        raise ValueError(f"'{code}' is not a kind of requirement.")
    return term


_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


def parameter_errors(code: str, params: Mapping[str, object]) -> dict[str, str]:
    """Check the blanks of a requirement; give a sentence for each field that is wrong, by its name.

    An order that keeps a place confidential may carry no name of it. Raises ValueError for an unknown kind.
    """
    term = term_named(code)
    known = {parameter.name for parameter in term.parameters}
    errors = {name: f"'{name}' does not belong to this requirement." for name in params if name not in known}
    for parameter in term.parameters:
        error = _error(parameter, params.get(parameter.name))
        if error:
            errors[parameter.name] = error
    if code == "distance_from_other_premises":
        errors.update({name: text for name, text in _place_errors(params).items() if name not in errors})
    if (
        "from_time" in known
        and not {"from_time", "to_time"} & errors.keys()
        and params["from_time"] == params["to_time"]
    ):
        errors["to_time"] = "The end must differ from the start."
    return errors


def _place_errors(params: Mapping[str, object]) -> dict[str, str]:
    mode, place = params.get("place_mode"), str(params.get("place") or "").strip()
    described = str(params.get("description") or "").strip()
    if mode == "named" and not place:
        return {"place": "Enter the name or address of the place."}
    if mode == "sealed" and place:
        return {"place": "A confidential place must not be written here. Keep it in the sealed record."}
    if mode == "described" and place:
        return {"place": "The order describes this place without naming it. Remove the name."}
    if mode in ("described", "sealed") and not described:
        return {"description": "Describe the place."}
    return {}


def _error(parameter: Parameter, value: object) -> str | None:
    if value is None or value == "" or value == () or value == []:
        return f"Enter: {parameter.label.lower()}." if parameter.required else None
    check = _CHECKS[parameter.kind]
    return check(parameter, value)


def _number_error(parameter: Parameter, value: object) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return f"{parameter.label} must be a whole number."
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return f"{parameter.label} must be from {low} to {high}."
    return None


def _text_error(parameter: Parameter, value: object) -> str | None:
    if not isinstance(value, str):
        return f"{parameter.label} must be text."
    if not value.strip():
        return f"Enter: {parameter.label.lower()}." if parameter.required else None
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        return f"{parameter.label} must be one line without control characters."
    if len(value) > MAXIMUM_TEXT:
        return f"{parameter.label} must be {MAXIMUM_TEXT} characters or fewer."
    return None


def _choice_error(parameter: Parameter, value: object) -> str | None:
    if value in {code for code, _ in parameter.choices}:
        return None
    return f"Choose one of the answers for: {parameter.label.lower()}."


def _weekdays_error(parameter: Parameter, value: object) -> str | None:
    if isinstance(value, list | tuple) and set(value) <= set(WEEKDAYS) and len(set(value)) == len(value):
        return None
    return f"Choose the days for: {parameter.label.lower()}."


def _time_error(parameter: Parameter, value: object) -> str | None:
    if isinstance(value, str) and _TIME.match(value):
        return None
    return f"{parameter.label} must be a time such as 19:00."


def _date_error(parameter: Parameter, value: object) -> str | None:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return f"{parameter.label} must be a date such as 2026-11-03."
    return None


def _numbers_error(parameter: Parameter, value: object) -> str | None:
    if isinstance(value, list | tuple) and all(type(number) is int and number > 0 for number in value):
        return None
    return f"{parameter.label} must be clause numbers."


_CHECKS = {
    "number": _number_error,
    "text": _text_error,
    "choice": _choice_error,
    "weekdays": _weekdays_error,
    "time": _time_error,
    "date": _date_error,
    "numbers": _numbers_error,
}
