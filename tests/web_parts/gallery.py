"""Pages that show every component once, as the prototypes do. Rendered to text; nothing here needs a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from haven.web.parts.forms import (
    AccountField,
    Confirmed,
    DayField,
    HavenForm,
    LocalMomentField,
    LocalTimeField,
    OneOf,
    Option,
    PersonNameField,
    Picked,
    ReasonField,
    SeveralOf,
    UploadField,
    WholeNumberField,
    YesNo,
)
from haven.web.parts.jinja import environment

NOW = datetime(2026, 11, 20, 14, 14, tzinfo=UTC)
TEMPLATES = Path(__file__).parent / "gallery"


@dataclass(frozen=True)
class Shown:
    """Stands for a finding of the law."""

    provision: str
    met: bool | None
    because: str
    for_you: bool = False
    ambiguity: str | None = None


class QuestionForm(HavenForm):
    stops = SeveralOf(
        [
            Option(
                "contact", "Contacting the protected person", "Calls, messages, other people", "DAA 2021 s.23(1)(a)"
            ),
            Option("near", "Coming near where they live", "The address is not printed", "DAA 2021 s.23(1)(b)"),
        ],
        label="What should the notice stop?",
        called="what the notice should stop",
        help_text="Choose all that are needed. Not being abusive is always in it.",
    )
    metres = WholeNumberField(
        least=1, most=5000, label="How many metres away?", called="how many metres they must stay away"
    )


class EveryFieldForm(HavenForm):
    name = PersonNameField(label="Full name", help_text="As they write it themselves")
    born = DayField(label="Date of birth", past=True, help_text="For example, 27 3 1988")
    given = LocalMomentField(label="Time you gave the notice", past=True)
    opens = LocalTimeField(label="Time the court opens", help_text="For example, 9:30am")
    account = AccountField(label="What happened", help_text="Their words where you can")
    court = Picked([("croydon", "Croydon"), ("bromley", "Bromley")], label="Court")
    spoken = YesNo(label="Did they understand it?", called="whether they understood it")
    photo = UploadField(label="Photo of the signed copy", kinds=("jpg", "pdf"), most_bytes=5_000_000, required=False)
    read = Confirmed(label="I have read it out", missing="Confirm that you have read it out")


class DecisionForm(HavenForm):
    decision = OneOf(
        [
            ("authorise", "Authorise"),
            ("changes", "Authorise with changes"),
            ("ask", "Ask a question"),
            Option("refuse", "Refuse"),
        ],
        label="Your decision",
    )
    question = AccountField(label="Your question", required=False, max_length=500)
    reasons = ReasonField(label="Reasons", help_text="Two to four sentences. They are shown to the court.")
    confirmed = Confirmed(
        label="I am an inspector or above and have read the account and the reasons",
        missing="Confirm that you have read the account and the reasons",
    )


NAV = [
    ("Home", "/", None, False, False),
    ("Clock board", "/board", 5, True, True),
    ("Decide", "/decide", 120, False, False),
    ("Cases", "/cases", 0, False, False),
    ("Register", "/register", None, False, False),
    ("Hearings", "/hearings", None, False, False),
    ("Breaches", "/breaches", None, False, False),
    ("Figures", "/figures", None, False, False),
]
FOOT = [
    ("Help with this page", "/help"),
    ("Accessibility", "/accessibility"),
    ("Who can see what you do here", "/seen"),
]
COMMON = {
    "practice": True,
    "who": "DS Obi Okoro",
    "org": "Practice Force, Croydon",
    "nav": NAV,
    "foot": FOOT,
    "sign_out_url": "/sign-out",
    "csrf_input": '<input type="hidden" name="csrfmiddlewaretoken" value="gallery">',
    "now": NOW,
    "timedelta": timedelta,
}

FINDINGS = [
    Shown("DAA 2021 s.22(6)", True, "They are 18 or over: born 4 May 1991"),
    Shown("DAA 2021 s.2", True, "Personally connected: partners until June, parents of a child"),
    Shown("DAA 2021 s.22(3)", None, "grounds to believe the subject has been abusive", for_you=True),
    Shown("DAA 2021 s.22(4)", True, "the notice is necessary to protect them", for_you=True),
    Shown("DAA 2021 s.2(7)", None, "a step-sibling is not in the list by name", ambiguity="A7"),
    Shown("DAA 2021 s.36(2)", False, "Nobody is named who will supervise the programme"),
]


def _decision() -> DecisionForm:
    return DecisionForm({"decision": "ask", "question": "One line\nand <b>another</b>", "reasons": "x"})


def _question_with_error() -> QuestionForm:
    return QuestionForm({"stops": ["contact", "near"], "metres": ""})


def _every_field_with_errors() -> EveryFieldForm:
    typed = {"name": "", "born-day": "31", "born-month": "2", "born-year": "1988", "opens": "6:30", "account": "a\nb"}
    typed |= {"given-day": "25", "given-month": "10", "given-year": "2026", "given-time": "1:30am"}
    return EveryFieldForm(typed, now=NOW)


PAGES: dict[str, Callable[[], dict[str, object]]] = {
    "board": lambda: {"field": False},
    "case": lambda: {
        "watch_alarm": ["No duty inspector is on duty for Croydon.", "The clock watch stopped at 1:58pm."]
    },
    "doorstep": lambda: {"field": True, "nav": NAV[:3]},
    "decision": lambda: {"form": _decision(), "findings_list": FINDINGS},
    "question": lambda: {"form": QuestionForm(), "field": True, "nav": NAV[:2]},
    "question_error": lambda: {"form": _question_with_error(), "field": True, "nav": NAV[:2]},
    "fields": lambda: {"form": EveryFieldForm(now=NOW)},
    "fields_error": lambda: {"form": _every_field_with_errors()},
    "parts": lambda: {"findings_list": FINDINGS},
    "sign_in": lambda: {"who": None, "nav": None},
    "public": lambda: {"who": None, "nav": None},
}
SAME_TEMPLATE = {"question_error": "question", "fields_error": "fields"}


def render(name: str) -> str:
    """One page of the gallery as HTML."""
    import jinja2
    from markupsafe import Markup

    env = environment(loader=jinja2.FileSystemLoader(str(TEMPLATES)))
    template = env.get_template(f"{SAME_TEMPLATE.get(name, name)}.html.j2")
    return template.render(**(COMMON | {"csrf_input": Markup(COMMON["csrf_input"])} | PAGES[name]()))
