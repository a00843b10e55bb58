"""The tables of the law as they were checked against their sources, row by row: a change of any shows here."""

from haven_law.commencement import FIRST_DAY, INSTRUMENTS, KNOWN_ENDS, section_in_force
from haven_law.dated import SHIPPED_VALUES
from haven_law.neighbours import NEIGHBOURS
from haven_law.pilot_courts import SHIPPED_COURTS, SHIPPED_FORCES
from haven_law.runs_out import RUNGS
from haven_law.sources import SOURCES
from haven_law.victims_code import ENACTS, EVENTS, RIGHTS, code_clock

# key | value | unit | first day | last day | provision | confirmed | what it turns on
VALUES = """
general_limit_months | 12 | months | 2022-05-02 | 2023-03-29 | DAA 2021 s.39(5)(a)(i) | False | the day of the conviction
general_limit_months | 6 | months | 2023-03-30 | 2024-11-17 | DAA 2021 s.39(5)(a)(i) | False | the day of the conviction
general_limit_months | 12 | months | 2024-11-18 |  | DAA 2021 s.39(5)(a)(i) | True | the day of the conviction
appeal_crimpr_business_days | 15 | business days | 2025-10-06 |  | CrimPR 2025 r.34.2(2) | False | the day of the decision
appeal_crown_civil_days | 21 | days | 2024-11-27 |  | CCR 1982 | False | the day of the decision
appeal_family_days | 21 | days | 2024-11-27 |  | FPR 2010 r.30.4 | False | the day of the decision
appeal_county_days | 21 | days | 2024-11-27 |  | CPR 1998 r.52.12 | False | the day of the decision
appeal_criminal_division_days | 28 | days | 2024-11-27 |  | CAA 1968 s.18 | False | the day of the decision
remand_clear_days | 8 | clear days | 2024-11-27 |  | MCA 1980 s.128(6) | False | the day itself
variation_representations_business_days | 10 | business days | 2025-10-06 |  | CrimPR 2025 r.31.5 | False | the day itself
hearsay_business_days | 5 | business days | 2025-10-06 |  | CrimPR 2025 r.31.7 | False | the day itself
forfeiture_business_days | 5 | business days | 2024-11-27 |  | MCR 1981 r.86 | True | the day itself
victims_code | 2021 | edition | 2021-04-01 |  | Victims' Code | True | the day itself
victims_code_duty | in force |  | 2025-01-29 |  | VPA 2024 s.5 | True | the day itself
school_duty | in force |  | 2025-11-07 |  | DAA 2021 s.49A | True | the day itself
victim_information_duty | in force |  | 2026-01-12 |  | VPA 2024 s.28 | True | the day itself
injunctions_by_email | in force |  | 2025-07-14 | 2026-07-13 | FPR 2010 PD36ZI | False | the day itself
police_guidance | 27 November 2024 | edition | 2024-11-27 |  | DAA 2021 s.50 | False | the day itself
"""

# event | right | working days | with enhanced rights | confirmed | who acts | rule of the force
CODE = """
report | right 4 | 2 | 2 | True | the police | False
arrest | right 6 | 5 | 1 | True | the police | False
interview | right 6 | 5 | 1 | True | the police | False
released_without_charge | right 6 | 5 | 1 | True | the police | False
bail | right 6 | 5 | 1 | True | the police | False
under_investigation | right 6 | 5 | 1 | True | the police | False
bail_changed | right 6 | 5 | 1 | True | the police | False
not_investigated | right 6 | 5 | 1 | True | the police | False
charged | right 6 | 5 | 1 | False | the police | False
not_charged | right 6 | 5 | 1 | False | the police | False
review_asked | right 6 | 10 | 10 | True | the police | False
review_to_decide | right 6 | 30 | 30 | True | the police | False
hearing_known | right 8 | 1 | 1 | True | the witness care unit | False
bail_result_at_court | right 8 | 5 | 5 | True | the court | False
bail_result_received | right 8 | 5 | 1 | True | the witness care unit | False
must_give_evidence | right 8 | 1 | 1 | True | the witness care unit | False
outcome_at_court | right 9 | 5 | 5 | True | the court | False
outcome_received | right 9 | 1 | 1 | True | the witness care unit | False
expenses_form | right 10 | 10 | 10 | False | the police | False
sentenced | right 11 | 10 | 10 | True | the witness care unit | False
contact_scheme_referral | right 11 | 20 | 20 | True | the probation service | False
complaint | right 12 | 10 | 10 | False | the police | False
notice_given | right 6 | 5 | 1 | True | the police | True
order_made | right 6 | 5 | 1 | True | the police | True
order_refused | right 6 | 5 | 1 | True | the police | True
order_varied | right 6 | 5 | 1 | True | the police | True
order_ended | right 6 | 5 | 1 | True | the police | True
"""

# code | provision | how it may end | breach | provision of the breach | confirmed | switches off notification
ORDERS = """
dvpn | CSA 2010 s.24 | event | arrest_only | CSA 2010 s.26 | True |
dvpo | CSA 2010 s.28 | period | civil | CSA 2010 s.29 | False |
non_molestation | FLA 1996 s.42 | period, further_order | offence | FLA 1996 s.42A | True |
occupation | FLA 1996 s.33 | period, event, further_order | contempt | FLA 1996 s.47 | False |
restraining_on_conviction | Sentencing Code s.360 | period, further_order | offence | Sentencing Code s.363 | False |
restraining_on_acquittal | PHA 1997 s.5A | period, further_order | offence | PHA 1997 s.5A | False |
stalking_protection | SPA 2019 s.2 | period, further_order | offence | SPA 2019 s.8 | True | stalking_2019_s9
stalking_protection_interim | SPA 2019 s.5 | period, event | offence | SPA 2019 s.8 | True | stalking_2019_s9
sex_offender_notification | SOA 2003 s.80 | period, further_order | offence | SOA 2003 s.91 | False | sexual_offences_2003_part_2
"""

# instrument | from
PILOT = """
SI 2024/1191 | 2024-11-27
SI 2025/261 | 2025-03-05
SI 2025/319 | 2025-03-11
SI 2025/515 | 2025-04-28
SI 2025/1222 | 2025-11-21
SI 2026/342 | 2026-03-25
"""

# seen from | last day | instrument
ENDS = """
2024-11-27 | 2025-11-26 | SI 2024/1191
2025-11-21 | 2026-03-31 | SI 2025/1222
2026-03-25 | 2026-11-24 | SI 2026/342
"""

# area | kind | name | from | confirmed
COURTS = """
london | county_court | Croydon | 2024-11-27 | True
london | county_court | Bromley | 2024-11-27 | True
greater_manchester | magistrates_court | Manchester and Salford | 2024-11-27 | True
greater_manchester | crown_court | Manchester, Minshull Street | 2024-11-27 | True
cleveland | family_court | Teesside Combined Court Centre | 2025-03-11 | True
cleveland | magistrates_court | Teesside | 2025-03-11 | False
north_wales | family_court | Caernarfon | 2025-04-28 | True
north_wales | family_court | Prestatyn | 2025-04-28 | True
north_wales | family_court | Wrexham | 2025-04-28 | True
"""

# district | live from | confirmed
FORCES = """
bury | 2024-11-27 | True
wigan | 2025-01-06 | True
manchester | 2025-02-17 | True
tameside | 2025-07-07 | True
bolton | 2025-11-01 | False
rochdale | 2025-11-01 | False
oldham |  | False
salford |  | False
"""

# what runs out | days before its end at which it is announced
ANNOUNCED = """
area | 90 60 28 14 7 0
calendar | 365 180 90 28 0
value | 90 28 0
"""

# right of the Victims' Code | what it is to
TWELVE = """
1 | to understand and be understood
2 | to have the crime recorded without unjustified delay, and in domestic abuse to choose the gender of who asks
3 | to written confirmation, given in a safe way in domestic abuse
4 | to have needs assessed and be referred to support
5 | to information about compensation
6 | to be told of the investigation and of charge decisions, and to agree how and how often
7 | to make a Victim Personal Statement
8 | to be told of hearings, bail and being a witness
9 | to be told of outcome and sentence
10 | to expenses and the return of property
11 | to be told about the offender, and to the Victim Contact Scheme
12 | to complain
"""

# sections of Part 3 | where they are in force while the pilot runs
IN_FORCE = """
22 23 24 25 27 28 29 31 32 33 34 35 36 37 38 44 45 48 49 51 52 | in the pilot areas
26 30 39 40 41 42 43 46 47 50 53 54 56 | everywhere
55 | nowhere
"""

# instrument | how far | version
READ = """
DAA 2021 | full | 2026-03-27
SI 2024/1191 | full | 2026-03-25
SI 2025/261 | part |
SI 2025/319 | full | 2026-03-25
SI 2025/515 | full | 2026-03-25
SI 2025/1222 | full |
SI 2026/342 | full |
SI 2024/253 | full |
SI 2024/254 | full |
SI 2025/1168 | full |
SI 2025/95 | part |
MCR 1981 | part |
CrimPR 2025 | part |
FLA 1996 | part |
BFDA 1971 | part |
CSA 2010 | part |
SPA 2019 | part |
VPA 2024 | part |
FPR 2010 | opening |
CPR 1998 | opening |
Victims' Code | second_hand | 2024-06-10
LASPO 2012 | second_hand |
"""


def rows(text: str) -> list[str]:
    return text.strip().splitlines()


def line(*values: object) -> str:
    return " | ".join("" if value is None else str(value) for value in values).rstrip()


def test_dated_values() -> None:
    found = [
        line(r.key, r.value, r.unit, r.from_day, r.last_day, r.provision, r.confirmed, r.turns_on)
        for r in SHIPPED_VALUES
    ]
    assert found == rows(VALUES)


def test_clocks_of_the_victims_code() -> None:
    found = [
        line(code, e.right, e.days, e.enhanced_days, e.confirmed, e.duty_of, e.civil) for code, e in EVENTS.items()
    ]
    assert found == rows(CODE)


def test_the_twelve_rights_and_those_with_a_clock() -> None:
    assert [line(number, words) for number, words in RIGHTS.items()] == rows(TWELVE)
    assert ENACTS[code_clock] == tuple(f"Victims' Code right {number}" for number in (4, 6, 8, 9, 10, 11, 12))


def test_orders_beside_ours() -> None:
    found = [
        line(n.code, n.provision, ", ".join(n.ends), n.breach, n.breach_provision, n.confirmed, n.switch)
        for n in NEIGHBOURS.values()
    ]
    assert found == rows(ORDERS)


def test_instruments_of_the_pilot_and_its_ends() -> None:
    assert [line(i.number, i.from_day) for i in INSTRUMENTS] == rows(PILOT)
    assert [line(e.seen_from, e.last_day, e.instrument) for e in KNOWN_ENDS] == rows(ENDS)


def test_when_what_runs_out_is_announced() -> None:
    assert [line(kind, " ".join(map(str, days))) for kind, days in RUNGS.items()] == rows(ANNOUNCED)


def test_where_each_section_is_in_force() -> None:
    found: dict[str, list[int]] = {}
    for section in range(22, 57):
        found.setdefault(where(section), []).append(section)
    lines = [line(" ".join(map(str, found[place])), place) for place in ("in the pilot areas", "everywhere", "nowhere")]
    assert lines == rows(IN_FORCE)
    assert where(21) == where(57) == "not of Part 3"


def where(section: int) -> str:
    try:
        return "everywhere" if section_in_force(section, FIRST_DAY).lawful else "nowhere"
    except ValueError as problem:
        return "in the pilot areas" if "some areas only" in str(problem) else "not of Part 3"


def test_courts_and_forces() -> None:
    assert [line(c.area, c.kind, c.name, c.from_day, c.confirmed) for c in SHIPPED_COURTS] == rows(COURTS)
    assert [line(f.area, f.from_day, f.confirmed) for f in SHIPPED_FORCES] == rows(FORCES)


def test_sources() -> None:
    assert [line(s.instrument, s.extent, s.version) for s in SOURCES.values()] == rows(READ)
