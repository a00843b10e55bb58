"""What is to be looked at while an order is drafted: each rule shown, and shown not to speak where it should not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven_law.content_checks import (
    Commitment,
    DraftClause,
    KnownPlace,
    OtherClause,
    Surroundings,
    check_content,
)
from haven_law.content_facts import keeps_out_of, same_place
from haven_law.order_content import order_term
from haven_law.order_life import requirement_period
from haven_law.terms import TERM_CODES, WEEKDAYS
from haven_law.week import DAY, WEEK, Hours, overlap, read_hours, weekly, within

EVERY_DAY = list(WEEKDAYS)


def clause(number=1, term="no_contact", starts_on=None, last_day=None, **params):
    return DraftClause(number, term, params, starts_on, last_day)


def curfew(number=1, place="4 Larkspur Close", days=EVERY_DAY, frm="19:00", to="07:00", **more):
    return clause(number, "curfew", days=days, from_time=frm, to_time=to, place=place, **more)


def sign_on(number=2, frm="18:00", to="20:00", days=EVERY_DAY, station="Croydon police station"):
    return clause(number, "station_sign_on", days=days, from_time=frm, to_time=to, station=station)


def away(number=1, place="", kind="workplace", metres=100, mode="named"):
    return clause(
        number, "distance_from_other_premises", distance_m=metres, place_kind=kind, place_mode=mode, place=place
    )


def codes(clauses, **around):
    return {check.code: check for check in check_content(clauses, Surroundings(**around))}


@pytest.mark.provision("35(1)")
class TestBesideEachOther:
    def test_the_same_thing_twice(self):
        found = codes([clause(1), clause(4)])
        assert found["same_twice"].clauses == (1, 4)
        assert "Clauses 1 and 4 ask for the same thing (no contact)" in found["same_twice"].finding.because

    def test_not_when_one_ends_before_the_other_starts(self):
        first = clause(1, last_day=date(2027, 1, 31))
        assert not codes([first, clause(2, starts_on=date(2027, 2, 1))])
        assert codes([first, clause(2, starts_on=date(2027, 1, 31))])

    def test_two_distances_from_the_same_place(self):
        found = codes(
            [clause(1, "distance_from_home", distance_m=100), clause(2, "distance_from_home", distance_m=200)]
        )
        assert "100 and 200 metres" in found["two_distances"].finding.because
        assert codes([away(1, "Oak House", metres=50), away(2, "the Oak  house", metres=60)]).keys() == {
            "two_distances"
        }
        assert not codes([away(1, "Oak House"), away(2, "Elm House")])

    def test_two_exceptions(self):
        assert codes([clause(1, exception="through a solicitor"), clause(2)]).keys() == {"two_exceptions"}

    def test_an_exception_that_another_clause_forbids(self):
        both = [clause(1, exception="through a solicitor"), clause(2, "no_third_party_contact")]
        assert codes(both)["exception_forbidden"].clauses == (1, 2)
        assert codes(both[::-1]).keys() == {"exception_forbidden"}
        assert not codes([both[0], clause(2, "no_third_party_contact", people="their parents")])
        assert not codes([clause(1), both[1]])

    def test_two_curfews(self):
        assert codes([curfew(1), curfew(2, frm="22:00", to="06:00")]).keys() == {"curfews_overlap"}
        assert codes([curfew(1), curfew(2, place="9 Teasel Row")]).keys() == {"two_places_at_once"}
        assert not codes([curfew(1), curfew(2, place="9 Teasel Row", frm="07:00", to="19:00")]), (
            "one ends as one begins"
        )

    def test_signing_on_inside_a_curfew(self):
        assert codes([curfew(1), sign_on(2, "19:30", "20:00")]).keys() == {"sign_on_in_curfew"}
        assert not codes([curfew(1), sign_on(2, "18:00", "20:00")]), "there is still an hour for it"
        assert codes([curfew(1), sign_on(2, "01:00", "02:00")]).keys() == {"sign_on_in_curfew"}, "after midnight too"

    def test_kept_out_of_where_they_must_be(self):
        home = "4 Larkspur Close, Croydon"
        for shut in (clause(2, "not_enter", premises=home), clause(2, "leave_premises", premises=home)):
            assert "kept_out_and_in" in codes([curfew(1, "4 Larkspur Close"), shut])
        assert "kept_out_and_in" in codes([away(1, "Croydon Police Station", "other"), sign_on(2)])
        assert "kept_out_and_in" not in codes([away(1, "Sutton police station", "other"), sign_on(2)])
        treatment = clause(2, "alcohol_or_drug_treatment", treats="alcohol", provider="Steps Croydon")
        assert "kept_out_and_in" in codes([away(1, "Steps Croydon", "other"), treatment])

    def test_leaving_without_a_word_on_coming_back(self):
        assert codes([clause(1, "leave_premises")])["may_come_back"].finding.provision == "DAA 2021 s.35(5)(b)"
        for stays_away in (clause(2, "not_enter"), clause(2, "distance_from_home", distance_m=10)):
            assert not codes([clause(1, "leave_premises"), stays_away])

    def test_an_unknown_kind_is_an_error(self):
        with pytest.raises(ValueError, match="wings"):
            check_content([clause(1, "wings")])


@pytest.mark.provision("35(6)")
class TestTags:
    def tag(self, monitors, kind="location", **more):
        return clause(9, "electronic_monitoring", monitors=monitors, monitoring_kind=kind, monitor="M", **more)

    def test_it_checks_what_no_clause_asks_for(self):
        assert codes([clause(1), self.tag([1])]).keys() == {"tag_checks_nothing"}
        assert codes([clause(1, "distance_from_home"), self.tag([1], "alcohol")]).keys() == {"tag_checks_nothing"}
        assert not codes([clause(1, "distance_from_home"), self.tag([1])])
        assert not codes([curfew(1), self.tag([1], "curfew")])
        assert not codes([clause(1), curfew(2), self.tag([1, 2], "curfew")]), "one that fits is enough"

    def test_it_outlasts_what_it_checks(self):
        home = clause(1, "distance_from_home", last_day=date(2027, 1, 31))
        assert codes([home, self.tag([1])])["tag_outlasts"].clauses == (1, 9)
        assert "tag_outlasts" in codes([home, self.tag([1], last_day=date(2027, 2, 1))])
        assert not codes([home, self.tag([1], last_day=date(2027, 1, 31))])


@pytest.mark.provision("36(1)")
class TestTheLifeOfTheSubject:
    night_work = Commitment("work", "Warehouse at Beck Lane", "10pm to 6am, Monday to Thursday")

    def test_a_curfew_in_working_hours(self):
        found = codes([curfew(3)], commitments=(self.night_work,))
        check = found["clash_with_work"]
        assert (check.clauses, check.finding.provision) == ((3,), "DAA 2021 s.36(1)(b)")
        assert check.finding.met is None and check.finding.for_you, "it warns: so far as practicable"
        assert "Warehouse at Beck Lane, 10pm to 6am, Monday to Thursday" in check.finding.because
        assert not codes([curfew(3, days=["saturday"])], commitments=(self.night_work,))
        assert codes([curfew(3, days=["friday"], frm="05:00", to="06:30")], commitments=(self.night_work,))

    def test_signing_on_only_where_no_minute_is_left(self):
        work = (Commitment("work", "Shop", "Monday to Friday, 9am to 5pm"),)
        assert codes([sign_on(2, "10:00", "11:00")], commitments=work).keys() == {"clash_with_work"}
        assert not codes([sign_on(2, "16:00", "18:00")], commitments=work)

    def test_education_and_belief(self):
        college = Commitment("education", "Evening course", "Tuesday and Thursday evenings")
        prayer = Commitment("belief", "Prays with others", "Friday midday")
        found = codes([curfew(1, frm="12:00", to="20:00")], commitments=(college, prayer))
        assert found["clash_with_education"].finding.provision == "DAA 2021 s.36(1)(b)"
        assert found["clash_with_belief"].finding.provision == "DAA 2021 s.36(1)(a)"

    def test_hours_that_cannot_be_compared_are_left_to_a_person(self):
        vague = (Commitment("work", "Delivery van", "From 7am, six days a week"),)
        assert codes([curfew(1)], commitments=vague).keys() == {"hours_of_work"}
        assert not codes([curfew(1)], commitments=(Commitment("work", "Delivery van"),))

    def test_kept_away_from_their_own_work(self):
        place = (KnownPlace("work", "Unit 3, Beck Lane", "CR0 1VV"),)
        for named in ("Unit 3 Beck Lane", "a warehouse, CR01VV", "unit 3,  BECK lane, Croydon"):
            assert codes([away(1, named)], places=place)["place_of_work"].finding.provision == "DAA 2021 s.36(1)(b)"
        assert not codes([away(1, "Unit 4, Beck Lane")], places=place)
        assert codes([away(1, "Warehouse at Beck Lane")], commitments=(self.night_work,)).keys() == {"place_of_work"}
        assert codes([away(1, mode="sealed")], places=place).keys() == {"perhaps_place_of_work"}
        assert not codes([away(1, mode="sealed")])

    def test_a_place_is_compared_in_whole_words_and_not_by_a_scrap(self):
        assert not codes([away(1, "Oak Houseboat")], places=(KnownPlace("work", "Oak House"),))
        assert codes([away(1, "Oak House, ground floor")], places=(KnownPlace("work", "Oak House"),))
        assert not codes([away(1, "Ash Lane 3")], places=(KnownPlace("work", "3"),)), "too little to be a name"

    def test_places_of_belief_and_education(self):
        church = (KnownPlace("belief", "St Bede Church"),)
        assert codes([away(1, "St Bede Church", "worship")], places=church)["place_of_belief"].clauses == (1,)
        college = (KnownPlace("education", "Ridge College"),)
        assert "place_of_education" in codes([away(1, "Ridge College", "school")], places=college)

    def test_a_childs_school(self):
        found = codes([away(1, "Saltern Rise Primary", "school")], child_schools=frozenset({1}))
        assert found["child_school"].finding.provision == "DAA 2021 s.33(1)(a)"
        assert "Saltern" not in found["child_school"].finding.because
        assert "child_school" not in codes([away(2, "Saltern Rise Primary", "school")], child_schools=frozenset({1}))


@pytest.mark.provision("36(1)")
class TestOtherOrders:
    def test_another_curfew_elsewhere(self):
        other = OtherClause("order DO-1111-2222, clause 2", "curfew", dict(curfew(2, "9 Teasel Row").params))
        found = codes([curfew(1)], others=(other,))
        assert found["other_order"].finding.provision == "DAA 2021 s.36(1)(c)"
        assert "order DO-1111-2222, clause 2" in found["other_order"].finding.because
        assert not codes([curfew(1, "9 Teasel Row")], others=(other,))

    def test_a_place_that_another_order_sends_them_to(self):
        other = OtherClause("order DO-1111-2222, clause 3", "station_sign_on", dict(sign_on(3).params))
        assert codes([away(1, "Croydon police station", "other")], others=(other,)).keys() == {"other_order"}
        assert codes([curfew(1, frm="17:00", to="21:00")], others=(other,)).keys() == {"other_order"}
        assert not codes([curfew(1)], others=(other,))

    def test_bail_that_allows_what_the_order_forbids(self):
        bail = OtherClause("a condition of bail", "live_at_home", allows=True)
        assert codes([clause(1, "not_enter")], others=(bail,)).keys() == {"other_order"}
        assert not codes([clause(1, "no_online_posting")], others=(bail,))
        assert not codes([clause(1, "no_contact")], others=(OtherClause("bail", "surrender passport", allows=True),))
        assert not codes([clause(1)], others=(OtherClause("bail", "no such kind"),))


class TestWhatTheActForbids:
    """These refuse in other modules; here they are held against the words of the issue."""

    def test_ends_before_it_starts(self):
        found = requirement_period("curfew", date(2027, 3, 2), date(2027, 3, 1))
        assert found.lawful is False and found.unmet[0].provision == "DAA 2021 s.38(4)"
        assert requirement_period("curfew", date(2027, 3, 1), date(2027, 3, 1)).lawful is True

    def test_a_tag_beyond_twelve_months(self):
        start = date(2027, 3, 2)
        assert requirement_period("electronic_monitoring", start, date(2028, 3, 1)).lawful is True
        late = requirement_period("electronic_monitoring", start, date(2028, 3, 2))
        assert late.lawful is False and late.unmet[0].provision == "DAA 2021 s.38(5)"

    GATES = ("subject_present", "occupier_consents", "area_notified")
    FURTHER = ("provision_can_be_made", "monitor_named", "monitor_fits_regulations")

    @pytest.mark.parametrize("missing", [*GATES, *FURTHER])
    def test_a_tag_without_one_of_its_six_gates(self, missing):
        gates = dict.fromkeys((*self.GATES, *self.FURTHER), True)
        assert order_term("electronic_monitoring", **gates, other_requirements=True).lawful is True
        assert order_term("electronic_monitoring", **(gates | {missing: None}), other_requirements=True).lawful is False

    def test_a_duty_without_a_person_or_their_evidence(self):
        assert order_term("programme", "Terry Marsh", True).lawful is True
        assert order_term("programme", " ", True).unmet[0].provision == "DAA 2021 s.36(2)"
        assert order_term("programme", "Terry Marsh", None).unmet[0].provision == "DAA 2021 s.36(3)"


DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
TEXTS = st.one_of(st.just(""), st.text(max_size=30), st.sampled_from(["Oak House", "oak house", "Steps Croydon"]))
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "days": DAYS, "from_time": TIMES, "to_time": TIMES, "place": TEXTS, "premises": TEXTS, "station": TEXTS,
        "provider": TEXTS, "exception": TEXTS, "people": TEXTS, "distance_m": st.integers(1, 5000),
        "monitors": st.lists(st.integers(1, 6), max_size=4),
        "monitoring_kind": st.sampled_from(["location", "curfew", "alcohol", "x"]), "place_kind": st.sampled_from(["workplace", "school", "worship"]),
    },
)  # fmt: skip
DATES = st.none() | st.dates(date(2026, 1, 1), date(2029, 1, 1))
CLAUSES = st.lists(st.tuples(st.sampled_from(TERM_CODES), PARAMS, DATES, DATES), max_size=6).map(
    lambda rows: [DraftClause(n, *row) for n, row in enumerate(rows, start=1)]
)
COMMITMENTS = st.lists(
    st.builds(Commitment, st.sampled_from(["work", "education", "belief", "care"]), TEXTS, st.text(max_size=40)), max_size=3
)  # fmt: skip


class TestAlways:
    @given(CLAUSES, COMMITMENTS)
    def test_it_warns_and_names_clauses_that_are_there(self, clauses, commitments):
        numbers = {c.number for c in clauses}
        for check in check_content(clauses, Surroundings(tuple(commitments), child_schools=frozenset(numbers))):
            assert set(check.clauses) <= numbers and check.clauses == tuple(sorted(check.clauses))
            assert check.finding.met is None and check.finding.for_you
            assert check.finding.provision.startswith("DAA 2021 s.3")

    @given(CLAUSES)
    def test_the_order_of_the_clauses_does_not_matter(self, clauses):
        def kinds(found):
            return sorted((check.code, check.clauses) for check in found)

        assert kinds(check_content(clauses)) == kinds(check_content(clauses[::-1]))

    @given(CLAUSES)
    def test_a_clause_said_again_is_always_found(self, clauses):
        for c in clauses:
            again = DraftClause(99, c.term, c.params, c.starts_on, c.last_day)
            whole = c.starts_on is None or c.last_day is None or c.starts_on <= c.last_day
            if c.term != "curfew" and whole:
                pairs = {check.clauses for check in check_content([c, again])}
                assert (c.number, 99) in pairs

    @given(DAYS, TIMES, TIMES, DAYS, TIMES, TIMES)
    def test_curfew_and_work_clash_just_when_a_minute_is_in_both(self, days, frm, to, work_days, start, end):
        if frm == to or start == end:
            return
        hours = f"{', '.join(work_days)}, {start} to {end}"
        found = check_content(
            [curfew(1, days=days, frm=frm, to=to)], Surroundings((Commitment("work", "Shop", hours),))
        )
        shared = _minutes(days, frm, to) & _minutes(work_days, start, end)
        assert bool(found) == bool(shared)


def _minutes(days, frm, to):
    """Slowly: each minute of the week that is meant."""
    start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (frm, to))
    length = (end - start) % DAY or DAY
    return {(WEEKDAYS.index(day) * DAY + start + n) % WEEK for day in days for n in range(length)}


class TestHoursAsPeopleWriteThem:
    @pytest.mark.parametrize(
        ("text", "days", "frm", "to"),
        [
            ("Monday to Friday, 7am to 3pm", WEEKDAYS[:5], "07:00", "15:00"),
            ("10pm to 6am, Monday to Thursday", WEEKDAYS[:4], "22:00", "06:00"),
            ("Tuesday and Thursday evenings", ["tuesday", "thursday"], "18:00", "22:00"),
            ("Friday midday", ["friday"], "12:00", "14:00"),
            ("Sunday morning", ["sunday"], "06:00", "12:00"),
            ("Every morning", EVERY_DAY, "06:00", "12:00"),
            ("Mon-Fri 09:00-17:30", WEEKDAYS[:5], "09:00", "17:30"),
            ("weekends, noon to midnight", ["saturday", "sunday"], "12:00", "00:00"),
            ("Sat to Mon, 8.30am until 12pm", ["saturday", "sunday", "monday"], "08:30", "12:00"),
        ],
    )
    def test_read(self, text, days, frm, to):
        assert read_hours(text) == weekly(days, frm, to)

    def test_two_parts(self):
        found = read_hours("Mondays, 9am to 1pm; Fridays, 2pm to 4pm")
        assert found == (*weekly(["monday"], "09:00", "13:00"), *weekly(["friday"], "14:00", "16:00"))

    @pytest.mark.parametrize(
        "text",
        ["", "From 7am, six days a week", "9 to 5 on weekdays", "Mondays", "7am to 3pm", "most mornings",
         "Monday, 25am to 3pm", "shifts vary, Monday 9am to 5pm", "Mondays 9am to 1pm; sometimes Fridays"],
    )  # fmt: skip
    def test_what_is_not_certain_is_left_alone(self, text):
        assert read_hours(text) is None

    def test_a_day_from_an_hour_to_the_same_hour_is_whole(self):
        assert weekly(["monday"], "09:00", "09:00") == (Hours(9 * 60, 33 * 60),)
        assert weekly(["monday", "someday"], "9am", "10:00") == ()

    def test_the_end_of_the_week_meets_its_beginning(self):
        sunday_night, monday = weekly(["sunday"], "22:00", "06:00"), weekly(["monday"], "05:00", "07:00")
        assert overlap(sunday_night, monday) and overlap(monday, sunday_night)
        assert not overlap(sunday_night, weekly(["monday"], "06:00", "07:00"))
        assert within(Hours(0, 60), sunday_night) and not within(Hours(0, 361), sunday_night)

    @given(st.text(max_size=200))
    def test_no_text_is_a_fault(self, text):
        for hours in read_hours(text) or ():
            assert 0 <= hours.start < hours.end <= WEEK + DAY


def test_which_clause_keeps_out_of_a_place() -> None:
    home, school = "4 Sorrel Way", "Larkspur School"
    assert keeps_out_of(DraftClause(1, "not_enter", {"premises": home}), home)
    assert keeps_out_of(DraftClause(1, "distance_from_other_premises", {"place": school}), school)
    assert not keeps_out_of(DraftClause(1, "not_enter", {"premises": home}), school)
    assert not keeps_out_of(DraftClause(1, "no_contact", {"premises": home}), home), (
        "it names the place and shuts nothing"
    )


@pytest.mark.parametrize(("first", "second", "same"), [("Dale", "The Dale, Croydon", True), ("Elm", "Elm Road", False)])
def test_the_shortest_name_that_is_compared_has_four_letters(first: str, second: str, same: bool) -> None:
    assert same_place(first, second) is same_place(second, first) is same


@pytest.mark.parametrize(("words", "day"), [("Thur 2pm to 3pm", 3), ("Thurs 2pm to 3pm", 3), ("Tues 2pm to 3pm", 1)])
def test_short_names_of_days(words: str, day: int) -> None:
    assert read_hours(words) == weekly([WEEKDAYS[day]], "14:00", "15:00")
