"""Who may help a protected person, for what, until when; and that it ends at the moment she ends it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven.cases.models import CaseEvent, Task
from haven.cases.operations.agree_safe_contact import PlanFacts
from haven.parties.contact.speaking import Helper, may_help
from haven.parties.models import Person
from haven.support.models import Consent
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.supporters.models import Placement, WorkerSession
from haven.supporters.operations.consents import hand_over
from haven.supporters.operations.sign_ins import OpenWorker, end_worker, open_worker, renew_worker
from haven_law.findings import Refused
from tests.rows import Who, a_case
from tests.supporters.world import DAY, HOUR, consent, workers


@pytest.fixture
def case(house, now):
    return a_case(house, now - HOUR)


@pytest.fixture
def made(house, now):
    return workers(house, now - HOUR)


HELPERS = st.builds(Helper, st.booleans(), st.booleans(), st.booleans(), st.booleans())


class TestWhoMayHelp:
    @given(HELPERS, st.one_of(st.none(), st.integers(0, 90)))
    def test_the_subject_and_who_lives_with_them_never(self, helper, age):
        if helper.is_subject or helper.lives_with_subject:
            assert may_help(helper, age).lawful is False

    @given(HELPERS, st.one_of(st.none(), st.integers(0, 17)))
    def test_for_a_child_or_an_unknown_age_nobody_of_the_subjects_family(self, helper, age):
        close = helper.is_subject or helper.lives_with_subject or helper.related_to_subject
        assert may_help(helper, age).lawful is not close

    @given(HELPERS, st.integers(18, 90))
    def test_nobody_speaks_for_an_adult(self, helper, age):
        if helper.speaks_for:
            assert may_help(helper, age).lawful is False

    @given(HELPERS, st.integers(0, 90), st.sampled_from(["is_subject", "lives_with_subject", "related_to_subject"]))
    def test_being_closer_to_the_subject_never_opens_anything(self, helper, age, field):
        from dataclasses import replace

        closer = replace(helper, **{field: True})
        assert not may_help(closer, age).lawful or may_help(helper, age).lawful


class TestConsent:
    def test_it_says_who_what_until_when_and_who_recorded_it(self, house, case, made, now):
        placement = consent(house, case, made.tamar, now, "see_updates", "report")
        given_now = placement.consent
        assert given_now.scopes == ["see_updates", "report"] and given_now.recorded_by == house.ali
        assert given_now.until_at == now + 90 * DAY and placement.case == case and placement.called == "Jo"
        event = CaseEvent.objects.get(kind="consent.given")
        assert event.facts["who"] == "Harbour Support" and "Jo" not in str(event.facts)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"in_person": False}, "face to face"),
            ({"scopes": ()}, "Choose what they may do"),
            ({"scopes": ("open_everything",)}, "Choose what they may do"),
            ({"until_at": None}, "within a year"),
            ({"called": " "}, "what the page calls them"),
            ({"knows_subject": True}, "knows the subject"),
            ({"lives_with_subject": True}, "lives with the subject"),
            ({"worker": 999999}, "works with this force"),
        ],
    )
    def test_what_cannot_be(self, house, case, made, now, changes, sentence):
        if "until_at" in changes:
            changes = {"until_at": now + timedelta(days=400)}
        scopes = changes.pop("scopes", None)
        with pytest.raises(Refused, match=sentence):
            consent(house, case, made.tamar, now, **(changes | ({"scopes": scopes} if scopes is not None else {})))
        assert not Consent.objects.exists()

    def test_the_subject_is_never_a_worker_whatever_they_sign_in_as(self, house, case, now):
        his = open_worker(OpenWorker("Jordan  ASHDOWN", "Harbour Support", "j@harbour.example"), by=house.okoro, at=now)
        with pytest.raises(Refused, match="subject cannot"):
            consent(house, case, his, now)

    def test_of_sixteen_and_seventeen_the_family_of_the_subject_is_barred(self, house, made, now):
        child = a_case(house, now - HOUR, protected=Who("Ines", "Brandt", date(2010, 3, 4)))
        with pytest.raises(Refused, match="family or partner"):
            consent(house, child, made.tamar, now, related_to_subject=True)
        unknown = a_case(house, now - HOUR)
        Person.objects.filter(pk=unknown.protected_id).update(born=None)
        with pytest.raises(Refused, match="family or partner"):
            consent(house, unknown, made.tamar, now, related_to_subject=True)
        assert consent(house, child, made.tamar, now).case == child

    def test_who_speaks_for_a_child_is_nobody_of_the_subjects_house_or_family(self, house, now):
        from haven.support.operations.consents import NameFriend, name_friend

        def named(case, **changes):
            values = {"kind": "guardian", "scopes": ("hear_updates",), "until_at": now + DAY} | changes
            command = NameFriend(
                case=case.ref, name="Robin Thrush", phrase="silver meadow lantern", in_person=True, **values
            )
            return name_friend(command, by=house.ali, at=now)

        child = a_case(house, now - HOUR, protected=Who("Ines", "Brandt", date(2010, 3, 4)))
        for field in ("lives_with_subject", "related_to_subject"):
            with pytest.raises(Refused, match=r"lives with the subject|family or partner"):
                named(child, **{field: True})
        assert named(child).consent.person == child.protected
        with pytest.raises(Refused, match="speaks for themselves"):
            named(a_case(house, now - HOUR))

    def test_one_at_a_time_and_another_role_or_force_not_at_all(self, house, case, made, now):
        consent(house, case, made.tamar, now)
        with pytest.raises(Refused, match="already"):
            consent(house, case, made.tamar, now + HOUR)
        for user in (house.quill, house.castell, house.moss):
            from haven.supporters.operations.consents import GiveConsent, give_consent

            command = GiveConsent(case.ref, made.bao.worker.pk, ("report",), now + DAY, "Jo", True, True)
            with pytest.raises(Refused):
                give_consent(command, by=user, at=now)


class TestHandOver:
    def test_a_colleague_goes_on_with_the_same_consent_and_the_one_before_is_out(self, house, case, made, now):
        old = consent(house, case, made.tamar, now, "see_updates")
        new = hand_over(old, made.bao.worker, they_know=True, by=made.tamar.worker.user, at=now + HOUR)
        old.consent.refresh_from_db()
        assert old.consent.revoked_at == now + HOUR and new.consent.from_at == now + HOUR
        assert (new.consent.until_at, new.consent.scopes) == (old.consent.until_at, ["see_updates"])
        assert new.taken_over_from == old and new.worker == made.bao.worker

    def test_what_cannot_be(self, house, case, made, now):
        placement = consent(house, case, made.tamar, now)
        by = made.tamar.worker.user
        with pytest.raises(Refused, match="Tell them first"):
            hand_over(placement, made.bao.worker, they_know=False, by=by, at=now)
        for to in (made.other.worker, made.tamar.worker):
            with pytest.raises(Refused, match="colleague of your organisation"):
                hand_over(placement, to, they_know=True, by=by, at=now)
        with pytest.raises(Refused):
            hand_over(placement, made.bao.worker, they_know=True, by=made.bao.worker.user, at=now)
        alone = consent(house, a_case(house, now - HOUR), made.tamar, now, colleagues=False)
        with pytest.raises(Refused, match="did not agree to a colleague"):
            hand_over(alone, made.bao.worker, they_know=True, by=by, at=now)
        Consent.objects.filter(pk=placement.consent_id).update(revoked_at=now)
        with pytest.raises(Refused, match="over already"):
            hand_over(placement, made.bao.worker, they_know=True, by=by, at=now + HOUR)


class TestSignIns:
    def test_who_leaves_loses_every_consent_and_somebody_asks_her(self, house, case, made, now):
        placement = consent(house, case, made.tamar, now)
        WorkerSession.objects.create(token_hash="x", worker=made.tamar.worker, opened_at=now, seen_at=now)
        end_worker(made.tamar.worker.pk, by=house.okoro, at=now + HOUR)
        placement.consent.refresh_from_db()
        assert placement.consent.revoked_at == now + HOUR and Task.objects.get(kind="helper_left").case == case
        assert WorkerSession.objects.get().ended_at == now + HOUR
        made.tamar.worker.user.refresh_from_db()
        assert not made.tamar.worker.user.is_active
        with pytest.raises(Refused, match="has ended"):
            renew_worker(made.tamar.worker.pk, by=house.okoro, at=now + 2 * HOUR)

    def test_only_the_unit_of_the_force(self, house, made, now):
        for user in (house.ali, house.moss, house.quill):
            with pytest.raises(Refused):
                open_worker(OpenWorker("A", "B", "a@b.example"), by=user, at=now)
            with pytest.raises(Refused):
                end_worker(made.bao.worker.pk, by=user, at=now)

    @pytest.mark.parametrize(
        ("name", "organisation", "email"),
        [
            ("", "B", "a@b.example"),
            ("A", " ", "a@b.example"),
            ("A", "B", "nobody"),
            ("A", "B", "tamar@harbour.example"),
        ],
    )
    def test_what_cannot_be(self, house, made, now, name, organisation, email):
        with pytest.raises(Refused):
            open_worker(OpenWorker(name, organisation, email), by=house.okoro, at=now)

    def test_nobody_of_them_signs_in_to_the_staff_site(self, house, made, client):
        user = made.tamar.worker.user
        assert not user.has_usable_password()
        assert client.post("/sign-in", {"login": user.email, "password": made.tamar.password}).status_code != 302


class TestPlan:
    def test_a_plan_rests_on_nobody_who_was_not_recorded(self, house, case, made, now):
        through = AgreePlan(case.ref, PlanFacts("via_supporter"), Wishes())
        beside = AgreePlan(case.ref, PlanFacts("they_contact", made_how="supporter_present"), Wishes())
        for command in (through, beside):
            with pytest.raises(Refused, match="who helps them"):
                agree_plan(command, by=house.ali, at=now)
        consent(house, case, made.tamar, now, "report")
        with pytest.raises(Refused, match="who helps them"):
            agree_plan(through, by=house.ali, at=now)
        placement = consent(house, case, made.bao, now, "hear_updates", "change_plan_with_her")
        for version, command in enumerate((through, beside)):
            from dataclasses import replace

            agree_plan(replace(command, after_version=version), by=house.ali, at=now + version * HOUR)
        Consent.objects.filter(pk=placement.consent_id).update(revoked_at=now + 2 * HOUR)
        with pytest.raises(Refused, match="who helps them"):
            agree_plan(
                AgreePlan(case.ref, PlanFacts("via_supporter"), Wishes(), after_version=2),
                by=house.ali,
                at=now + 3 * HOUR,
            )
        assert Placement.objects.count() == 2
