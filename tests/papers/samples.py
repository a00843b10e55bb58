"""Invented views of every paper, each with all that it may carry."""

import datetime as dt
from typing import Any

from haven.documents.papers import (
    ApplicationPaper,
    BreachStatementPaper,
    Clause,
    HearingNoticePaper,
    NoticePaper,
    OrderClause,
    OrderPaper,
    ProposedClause,
    RequirementsNoticePaper,
    ServedPart,
    StatementClause,
    StatementExhibit,
    StatementLine,
)

GROUNDS = (
    "On Thursday 12 November 2026 you shouted threats at a person you used to be in a relationship with, "
    "and broke their phone.\n\nIn October 2026 you went to their workplace on three days after they asked you not to."
)
COURT_GROUNDS = (
    "On Thursday 12 November 2026 the subject shouted threats at a former partner and broke their phone.\n\n"
    "The statement of PC R. Adeyemi, with this application, gives the particulars."
)
TERMS = (
    Clause(
        number=1,
        text_plain="You must not be abusive towards the protected person in any way.",
        text_legal="The subject is prohibited from being abusive towards the protected person.",
        provision="DAA 2021 s.22(2)",
    ),
    Clause(
        number=2,
        text_plain="You must not contact the protected person in any way, or through anyone else.",
        text_legal="The subject may not contact the protected person by any means, directly or indirectly.",
        provision="DAA 2021 s.23(1)(a)",
    ),
    Clause(
        number=3,
        text_plain="You must not come within 100 metres of any place in England or Wales where the protected "
        "person lives.",
        text_legal="The subject may not come within 100 metres of any premises in England or Wales in which the "
        "protected person lives.",
        provision="DAA 2021 s.23(1)(b)",
    ),
)
SERVED = ServedPart(
    served_at=dt.datetime(2026, 11, 13, 2, 40, tzinfo=dt.UTC),
    by_words="PC R. Adeyemi, 4471XX",
    place_kind="police_station",
    interpreter_language="Bengali (Sylheti)",
    address_given=True,
    hearing_by=dt.datetime(2026, 11, 16, 2, 40, tzinfo=dt.UTC),
)
PROPOSED = (
    ProposedClause(
        number=1,
        text_plain="You must not contact the protected person in any way, or through anyone else.",
        text_legal="The subject may not contact the protected person by any means, directly or indirectly.",
        provision="DAA 2021 s.35(4)(a)",
        lasts_words="Until the order ends",
    ),
    ProposedClause(
        number=2,
        text_plain="You must go to the Steps programme, 26 sessions.",
        text_legal="The subject must attend 26 sessions of the Steps programme as directed by the responsible person.",
        provision="DAA 2021 s.36(2)",
        supervised_by="T. Marsh, Steps programme",
        lasts_words="From Monday 7 December 2026",
    ),
)


def notice(**changes: Any) -> NoticePaper:
    values: dict[str, Any] = {
        "reference": "DN-6MXD-4497",
        "force_name": "Metropolitan Police Service",
        "subject_name": "Jordan Ashdown",
        "subject_born": dt.date(1988, 3, 27),
        "protected_name_as_ordered": "Robin Vale",
        "grounds": GROUNDS,
        "terms": TERMS,
        "authorised_by_name": "S. Whitlock",
        "authorised_by_rank": "Inspector",
        "authorised_by_number": "2208XX",
        "authorised_at": dt.datetime(2026, 11, 13, 1, 52, tzinfo=dt.UTC),
        "court_name": "Croydon Magistrates’ Court",
        "desk_phone": "01632 960 001, every day from 8am to 8pm",
        "practice": True,
    }
    return NoticePaper(**(values | changes))


def order(**changes: Any) -> OrderPaper:
    values: dict[str, Any] = {
        "reference": "DO-7K3M-92HT",
        "verify_code": "QX7R-2M4D",
        "court_name": "Croydon Magistrates’ Court",
        "case_reference": "DC-88VQ-3NK5",
        "subject_name": "Jordan Ashdown",
        "subject_born": dt.date(1988, 3, 27),
        "protected_name_as_ordered": "Robin Vale, and 2 children",
        "made_at": dt.datetime(2026, 11, 13, 11, 40, tzinfo=dt.UTC),
        "made_by_words": "District Judge (MC) A. Fenwick, court 3",
        "cause": "As first made.",
        "route_words": "The chief officer of police, after notice DN-6MXD-4497",
        "prohibitions": (
            OrderClause(
                number=1,
                text_plain="You must not contact the protected person in any way, or through anyone else.",
                text_legal="The subject may not contact the protected person by any means, directly or indirectly.",
                provision="DAA 2021 s.35(4)(a)",
            ),
            OrderClause(
                number=2,
                text_plain="You must not come within 100 metres of any place where the protected person lives.",
                text_legal="The subject may not come within 100 metres of any premises in which the protected "
                "person lives.",
                provision="DAA 2021 s.35(4)(b)",
                until_words="until further order",
            ),
            OrderClause(
                number=4,
                text_plain="You must not post anything about the protected person online.",
                text_legal="You must not post anything about the protected person online.",
                provision="DAA 2021 s.35(1)",
            ),
        ),
        "duties": (
            OrderClause(
                number=3,
                text_plain="You must be at your home address from 7pm to 7am every day, and wear a tag that shows it.",
                text_legal="The subject must remain at the subject's home address between 19:00 and 07:00 daily and "
                "submit to electronic monitoring of compliance with this requirement.",
                provision="DAA 2021 ss.35 and 37",
                ends=dt.date(2027, 11, 12),
                monitored_by="the tag provider",
            ),
            OrderClause(
                number=5,
                text_plain="You must go to the Steps programme, 26 sessions.",
                text_legal="The subject must attend 26 sessions of the Steps programme as directed.",
                provision="DAA 2021 s.36(2)",
                starts=dt.date(2026, 12, 7),
                ends=dt.date(2027, 6, 7),
                supervised_by="T. Marsh, Steps programme",
            ),
        ),
        "duration_words": "From Friday 13 November 2026 to Friday 12 November 2027 at 11:59pm.",
        "notify_by": dt.date(2026, 11, 15),
        "desk_phone": "01632 960 001",
        "practice": True,
    }
    return OrderPaper(**(values | changes))


def hearing_notice(**changes: Any) -> HearingNoticePaper:
    values: dict[str, Any] = {
        "reference": "DA-3VKT-77PM",
        "notice_reference": "DN-6MXD-4497",
        "force_name": "Metropolitan Police Service",
        "subject_name": "Jordan Ashdown",
        "subject_born": dt.date(1988, 3, 27),
        "court_name": "Croydon Magistrates’ Court",
        "court_room": "court 3",
        "court_address": "1 Tallow Yard, Croydon",
        "hearing_at": dt.datetime(2026, 11, 14, 10, 0, tzinfo=dt.UTC),
        "issued_on": dt.date(2026, 11, 13),
        "issued_by_words": "Civil orders unit, Metropolitan Police Service",
        "attend_words": "Go to the reception desk and say that you are here for court 3.",
        "desk_phone": "01632 960 001",
        "practice": True,
    }
    return HearingNoticePaper(**(values | changes))


def requirements_notice(**changes: Any) -> RequirementsNoticePaper:
    values: dict[str, Any] = {
        "reference": "DA-3VKT-77PM",
        "notice_reference": "DN-6MXD-4497",
        "force_name": "Metropolitan Police Service",
        "court_name": "Croydon Magistrates’ Court",
        "subject_name": "Jordan Ashdown",
        "subject_born": dt.date(1988, 3, 27),
        "protected_name_as_ordered": "Robin Vale",
        "requirements": PROPOSED,
        "duration_words": "12 months from the day the order is made.",
        "issued_on": dt.date(2026, 11, 13),
        "issued_by_words": "Civil orders unit, Metropolitan Police Service",
        "hearing_at": dt.datetime(2026, 11, 14, 10, 0, tzinfo=dt.UTC),
        "practice": True,
    }
    return RequirementsNoticePaper(**(values | changes))


def application(**changes: Any) -> ApplicationPaper:
    values: dict[str, Any] = {
        "reference": "DA-3VKT-77PM",
        "notice_reference": "DN-6MXD-4497",
        "case_reference": "DC-88VQ-3NK5",
        "force_name": "Metropolitan Police Service",
        "court_name": "Croydon Magistrates’ Court",
        "applicant_words": "The Commissioner of Police of the Metropolis",
        "subject_name": "Jordan Ashdown",
        "subject_born": dt.date(1988, 3, 27),
        "protected_name_as_ordered": "Robin Vale",
        "grounds": COURT_GROUNDS,
        "requirements": PROPOSED,
        "duration_words": "12 months from the day the order is made.",
        "served_at": dt.datetime(2026, 11, 13, 2, 40, tzinfo=dt.UTC),
        "served_by_words": "PC R. Adeyemi, 4471XX",
        "hear_by": dt.datetime(2026, 11, 16, 2, 40, tzinfo=dt.UTC),
        "made_by_words": "L. Okafor, civil orders unit",
        "made_on": dt.date(2026, 11, 13),
        "practice": True,
    }
    return ApplicationPaper(**(values | changes))


def breach_statement(**changes: Any) -> BreachStatementPaper:
    values: dict[str, Any] = {
        "reference": "BR-7K3M-92QX",
        "force_name": "Practice Force",
        "maker_words": "PC Jo Wren 4519",
        "subject_name": "Jordan Ashdown",
        "subject_born": dt.date(1988, 3, 27),
        "protected_name_as_ordered": "Mina Verity",
        "thing_words": "Order DO-K47T-2MQ9, made by Croydon Magistrates’ Court on Monday 16 November 2026",
        "offence_words": "Section 39(1): failing, without reasonable excuse, to comply with a requirement of an order",
        "clauses": (
            StatementClause(
                number=2, text="The subject may not contact the protected person by any means, directly or indirectly."
            ),
        ),
        "other_offence": None,
        "happened_words": "Between Thursday 19 November 2026 at 10:15pm and Thursday 19 November 2026 at 10:40pm",
        "account": "Eleven messages came to the phone of the protected person.\n\nThe last said: I know you are reading this.",
        "excuse": "Said that a friend had borrowed the phone.",
        "known": (
            StatementLine(
                when="Monday 16 November 2026 at 3:10pm",
                words="Order DO-K47T-2MQ9: handed to the subject, at court. Known by 2 facts of identity. Read out",
                by="Mika Lind",
            ),
        ),
        "known_missing": None,
        "chronology": (
            StatementLine(when="Monday 16 November 2026 at 2:50pm", words="Order DO-K47T-2MQ9 made", by="M. Moss"),
            StatementLine(
                when="Friday 20 November 2026 at 8:05am", words="Breach BR-7K3M-92QX reported", by="PC Jo Wren"
            ),
        ),
        "exhibits": (
            StatementExhibit(
                number=1,
                words="The messages on the phone of the protected person",
                kind="Picture of a screen",
                taken="taken Friday 20 November 2026 at 8:01am",
                original_sha256="2903e266659 05f62938cbc9a73d6415d477cfce0b381acfa999c92532507a5bf".replace(" ", ""),
                copy_sha256="f8af92acf82fdeeb329643dec2076399394e874d7117b7c6a68d863d22dd60c7",
            ),
            StatementExhibit(
                number=2,
                words="A voice message",
                kind="Sound recording",
                taken="taken Friday 20 November 2026 at 8:03am",
                original_sha256="9" * 64,
                copy_sha256=None,
            ),
        ),
        "made_at": dt.datetime(2026, 11, 20, 14, 14, tzinfo=dt.UTC),
    }
    return BreachStatementPaper(**(values | changes))
