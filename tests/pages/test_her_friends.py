"""A friend who helps: a card and a phrase of their own, what the consent gives and nothing else, and out at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from haven.breaches.models import Breach
from haven.cases.models import CaseEvent, Task
from haven.jobs.take_her_posts import take_her_posts
from haven.support.asking import prove
from haven.support.models import Asked, Consent, HerPost, LineCredential, Secret, Update, Visit
from haven.support.operations.consents import NameFriend, name_friend, revoke_consent
from haven.support.operations.see_tries import see_tries
from haven.support.proving import NOT_PROVEN, PROVEN, Said
from haven_law.findings import Refused
from tests.pages.acting import text
from tests.pages.test_her_pages import NOW, clock, her, inside, public  # noqa: F401
from tests.pages.test_her_posts import fill, send
from tests.support.her_world import DAY, HOUR, MINUTE, enter, follow

pytestmark = pytest.mark.urls("haven.config.urls_public")
PHRASE = "silver meadow lantern"
ALL = ("see_updates", "report", "change_plan_with_her", "help_apply")


def friend_of(her, *scopes, until=90 * DAY, phrase=PHRASE):  # noqa: F811
    command = NameFriend(her.case.ref, "Robin Thrush", "friend", scopes or ALL, NOW + until, phrase, True)
    named = name_friend(command, by=her.house.ali, at=NOW - HOUR)
    follow()
    return named


def come_in(named, **changes):
    client = Client()
    data = {"card": named.card_number, "phrase": PHRASE, "pin": ""} | changes
    return client, client.post("/u/in", data)


class TestDoor:
    def test_card_and_own_phrase(self, public, her):  # noqa: F811
        client, answer = come_in(friend_of(her))
        assert answer.status_code == 303
        page = text(client.get("/u/you"))
        assert "Somebody you help" in page and "Right now" in page and "By text" not in page

    @pytest.mark.parametrize("changes", [{"phrase": "purple harbour kettle"}, {"phrase": "one two three"}])
    def test_not_with_another_phrase(self, public, her, changes):  # noqa: F811
        _client, answer = come_in(friend_of(her), **changes)
        assert answer.status_code == 200 and "There is no update" in text(answer) and not Visit.objects.exists()

    def test_three_wrong_phrases_with_a_friends_card_are_looked_at(self, public, her):  # noqa: F811
        named = friend_of(her)
        for _ in range(3):
            come_in(named, phrase="one two three")
        see_tries(NOW)
        assert Task.objects.get(kind="wrong_tries").case == her.case

    def test_her_own_card_is_not_opened_by_the_phrase_alone(self, public, her):  # noqa: F811
        friend_of(her)
        assert enter(public, her, pin="").status_code == 200 and not Visit.objects.exists()

    def test_a_friends_card_is_proven_by_no_pin(self, public, her):  # noqa: F811
        named = friend_of(her)
        assert prove(named.card_number, Said(pin="123456"), source="a", at=NOW)[0] == NOT_PROVEN
        assert prove(named.card_number, Said(phrase=PHRASE), source="b", at=NOW)[0] == PROVEN

    def test_before_it_begins_after_it_ends_and_on_the_telephone_only(self, public, her, clock):  # noqa: F811
        named = friend_of(her, until=2 * DAY)
        clock.shift(3 * DAY)
        assert come_in(named)[1].status_code == 200
        heard = friend_of(her, "hear_updates", phrase="amber window thistle")
        assert come_in(heard, phrase="amber window thistle")[1].status_code == 200


class TestScopes:
    PAGES = {
        "see_updates": ("/says", "/news"),
        "report": ("/tell/now",),
        "change_plan_with_her": ("/contact",),
        "help_apply": ("/change",),
        "": ("/needs", "/people", "/save", "/print"),
    }

    @pytest.mark.parametrize("given", ["see_updates", "report", "change_plan_with_her", "help_apply"])
    def test_only_what_the_consent_gives(self, public, her, given):  # noqa: F811
        client, _answer = come_in(friend_of(her, given, "hear_updates"))
        for scope, pages in self.PAGES.items():
            for page in pages:
                status = client.get(f"/u/you{page}").status_code
                reached = status == 200 or (page == "/tell/now" and status == 303 and given == "report")
                assert reached == (scope == given), (given, page, status)
        body = client.get("/u/you").content.decode()
        assert ("The court made an order" in body) == (given == "see_updates")
        for hidden in her.names:
            assert hidden not in body

    @pytest.mark.parametrize("kind", ["read", "needs", "people", "contact", "change"])
    def test_the_database_says_so_too(self, public, her, kind):  # noqa: F811
        """As if the process of the public host were in other hands."""
        from haven.web.public.her import doors
        from haven.web.public.her.visit import COOKIE

        client, _answer = come_in(friend_of(her, "report"))
        token = client.cookies[COOKIE].value
        assert doors.post(token, NOW, command=uuid4(), kind=kind, closed=b"x") == "closed"
        look = doors.look(token, NOW)
        assert not look.view.papers and not look.updates and not look.people
        assert not doors.end_consent(token, NOW, Consent.objects.get().pk)
        assert not HerPost.objects.exists()

    def test_what_a_friend_reads_is_not_yet_told_to_her(self, public, her):  # noqa: F811
        client, _answer = come_in(friend_of(her, "see_updates"))
        page = client.get("/u/you/news").content.decode()
        assert "The court made an order" in page and "I have read this" not in page
        client.post("/u/you/news", {"ref": [str(u.ref) for u in Update.objects.all()]})
        take_her_posts(NOW)
        assert Update.objects.exclude(state="closed").count() == 3

    def test_a_friend_tells_that_something_happened(self, public, her):  # noqa: F811
        client, _answer = come_in(friend_of(her, "see_updates", "report"))
        fill(client, her)
        send(client)
        take_her_posts(NOW)
        breach = Breach.objects.get()
        assert (breach.source, breach.reporter_words) == ("supporter", "A friend, with consent")

    def test_what_each_sent_is_seen_by_that_one_alone(self, public, her, inside):  # noqa: F811
        client, _answer = come_in(friend_of(her, "change_plan_with_her"))
        send(client, "/u/you/contact", wants=["other_hours"], words="")
        take_her_posts(NOW)
        assert Asked.objects.get().by_supporter.name == "Robin Thrush"
        assert "How we contact you" in text(client.get("/u/you/sent"))
        assert "Nothing yet" in text(inside.get("/u/you/sent"))


class TestEnd:
    def test_she_ends_it_and_the_visit_that_runs_is_over(self, public, her, inside):  # noqa: F811
        named = friend_of(her)
        client, _answer = come_in(named)
        assert client.get("/u/you").status_code == 200
        page = inside.get("/u/you/people").content.decode()
        assert "Robin Thrush" not in page and "A friend or relative" in page
        inside.post("/u/you/people/end", {"consent": str(named.consent.pk)})
        assert client.get("/u/you").status_code == 303, "at once, before any worker"
        assert come_in(named)[1].status_code == 200
        take_her_posts(NOW)
        assert CaseEvent.objects.filter(kind="consent.revoked", case=her.case).count() == 1
        assert "Nobody but you" in text(inside.get("/u/you/people"))

    @pytest.mark.parametrize("code", ["0", "x", "-1", "9" * 40, "²"])
    def test_a_consent_of_nobody_or_of_another(self, her, inside, house, code):  # noqa: F811
        from tests.support.her_world import make_her

        other = friend_of(make_her(house, NOW))
        for consent in (code, str(other.consent.pk)):
            inside.post("/u/you/people/end", {"consent": consent})
        other.consent.refresh_from_db()
        assert other.consent.revoked_at is None

    def test_an_officer_ends_it(self, public, her):  # noqa: F811
        named = friend_of(her)
        client, _answer = come_in(named)
        revoke_consent(named.consent, by=her.house.ali, at=NOW)
        assert client.get("/u/you").status_code == 303 and Visit.objects.get().ended_at == NOW
        with pytest.raises(Refused, match="over already"):
            revoke_consent(named.consent, by=her.house.ali, at=NOW + MINUTE)


class TestNaming:
    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"in_person": False}, "face to face only"),
            ({"scopes": ()}, "what they may do"),
            ({"scopes": ("see_all",)}, "what they may do"),
            ({"kind": "worker"}, "what they may do"),
            ({"until_at": NOW - HOUR}, "within a year"),
            ({"until_at": NOW + timedelta(days=400)}, "within a year"),
            ({"phrase": "one two"}, "three words"),
            ({"phrase": "{given} silver lantern"}, "name in it"),
            ({"name": "{whole}"}, "subject cannot"),
        ],
    )
    def test_what_cannot_be_agreed(self, her, changes, why):  # noqa: F811
        from dataclasses import replace

        whole = NameFriend(her.case.ref, "Robin Thrush", "friend", ALL, NOW + DAY, PHRASE, True)
        subject = her.case.subject.names.get()
        words = {"given": subject.given.lower(), "whole": f" {subject.as_written.upper()} "}
        changes = {name: v.format(**words) if isinstance(v, str) else v for name, v in changes.items()}
        with pytest.raises(Refused, match=why):
            name_friend(replace(whole, **changes), by=her.house.ali, at=NOW - HOUR)
        assert not Consent.objects.exists() and LineCredential.objects.count() == 1

    def test_only_those_who_may(self, her):  # noqa: F811
        for user in (her.house.castell, her.house.moss, her.house.quill):
            with pytest.raises(Refused):
                name_friend(NameFriend(her.case.ref, "Robin", "friend", ALL, NOW + DAY, PHRASE, True), by=user, at=NOW)

    @pytest.mark.urls("haven.config.urls_staff")
    def test_the_page_shows_the_number_once_and_the_phrase_never(self, her, clock):  # noqa: F811
        ali = Client()
        ali.force_login(her.house.ali)
        page = f"/cases/{her.case.ref}/helpers"
        data = {
            "command_id": str(uuid4()), "in_person": "on", "name": "Robin Thrush", "kind": "friend", "phrase": PHRASE,
            "household": "no", "related": "no",
            "scopes": ["see_updates", "report"], "until-day": "20", "until-month": "12", "until-year": "2026",
        }  # fmt: skip
        wrong = ali.post(page, data | {"phrase": "lantern", "command_id": str(uuid4())})
        assert wrong.status_code == 422 and "three words" in text(wrong) and "Robin Thrush" in wrong.content.decode()
        assert 'value="lantern"' not in wrong.content.decode()
        saved = text(ali.post(page, data))
        number = LineCredential.objects.latest("pk").card_number
        assert f"{number[:4]} {number[4:]}" in saved
        again = text(ali.post(page, data))
        assert "saved before" in again and number[4:] not in again and Consent.objects.count() == 1
        listed = ali.get(page).content.decode()
        assert "Robin Thrush" in listed and "meadow" not in listed and number not in listed
        consent = Consent.objects.get()
        assert ali.post(f"{page}/{consent.pk}/end").status_code == 302
        assert "Ended" in text(ali.get(page))
        assert not Secret.objects.filter(kind="phrase", hash__contains="meadow").exists()
