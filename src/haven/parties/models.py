"""People: names, places, ties to work and belief, needs, and how a protected person may safely be reached."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from haven.accounts.models import TimeRange, User
from haven.accounts.records import Fact, Record, void_is_whole


class Person(Fact):
    """A person, once, whichever cases they are in. No address here: disclosable places are rows, others are sealed."""

    PRECISIONS = {"day": "Day known", "month": "Month known", "year": "Year known", "apparent": "Apparent age"}
    SEXES = {"female": "Female", "male": "Male", "not_known": "Not known"}
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    born = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=10, choices=list(PRECISIONS.items()), default="day")
    sex = models.CharField(max_length=10, choices=list(SEXES.items()), blank=True)
    gender_said = models.CharField(max_length=80, blank=True)
    died_on = models.DateField(null=True, blank=True)
    canonical = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="same_person")
    service_law = models.BooleanField(null=True, blank=True)
    no_fixed_abode = models.BooleanField(default=False)

    class Meta:
        constraints = [void_is_whole("person")]
        indexes = [models.Index(fields=["born"], condition=Q(born__isnull=False), name="person_by_born")]

    def __str__(self) -> str:
        return str(self.public_id)


class PersonName(Fact):
    """A name a person has or had. `as_written` is what a page shows."""

    KINDS = {
        "legal": "Legal name",
        "known_as": "Known as",
        "earlier": "Earlier name",
        "married": "Married name",
        "alias": "Alias",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()), default="legal")
    given = models.CharField(max_length=200)
    family = models.CharField(max_length=200, blank=True)
    as_written = models.CharField(max_length=402)
    from_day = models.DateField(null=True, blank=True)
    until_day = models.DateField(null=True, blank=True)
    known_to_subject = models.BooleanField(default=False)

    class Meta:
        constraints = [void_is_whole("name")]

    def __str__(self) -> str:
        return self.as_written


class SearchKey(models.Model):
    """The folded whole of a name, written with it in one transaction: whether a person is known already rests on it. To
    find people is what PersonSearch is for. As long as parties.keys.MOST_OF_A_KEY."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=402)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key"], name="search_key_exact"),
        ]

    def __str__(self) -> str:
        return self.key


class PersonSearch(models.Model):
    """One person as they are compared and found: names and disclosable places packed, the date as a number, and the keys
    of haven.parties.matching.keys in one array under one inverted index. Written with each change of the person."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="search")
    born = models.IntegerField(default=0)
    version = models.SmallIntegerField()
    sex = models.CharField(max_length=1, blank=True)
    names = models.TextField()
    places = models.TextField(blank=True)
    keys = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="person_search_keys", fastupdate=False)]

    def __str__(self) -> str:
        return f"search row of {self.person_id}"


class NameWord(models.Model):
    """A word of names, how many people bear it, and keys that find it when it is misspelt. The counts are set anew each
    night; a new word is added with the person, so that it is found at once."""

    word = models.CharField(max_length=60, primary_key=True, db_collation="C")
    bearers = models.IntegerField(default=1)
    keys = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="name_word_keys", fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class Address(Fact):
    """A place that the subject may know. A place the subject may not know never comes here: it is sealed."""

    KINDS = {
        "home": "Home",
        "regularly_found": "Regularly found there",
        "former": "Former home",
        "shared": "Shared home",
        "bail": "Bail address",
        "given_for_hearing": "Given for notice of the hearing",
        "work": "Work",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    lines = models.TextField()
    postcode = models.CharField(max_length=10, blank=True)
    area = models.CharField(max_length=60, blank=True)
    from_day = models.DateField(null=True, blank=True)
    until_day = models.DateField(null=True, blank=True)
    never_post = models.BooleanField(default=False)
    known_to_subject_confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [void_is_whole("address")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class SealedPlace(Record):
    """That a person has a sealed place, and its kind: never where it is."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sealed_places")
    handle = models.UUIDField(unique=True)
    kind = models.CharField(max_length=16)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.kind


class Commitment(Fact):
    """Work, study, belief or care that an order should not clash with (s.36(1))."""

    KINDS = {"work": "Work", "education": "Education", "belief": "Belief", "care": "Care of somebody"}
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    words = models.CharField(max_length=400)
    hours = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [void_is_whole("commitment")]

    def __str__(self) -> str:
        return self.words


class Need(Record):
    """What a person needs in order to take part and to be safe while they do. Ended when they no longer need it.
    `asked_by_them`: they said so themselves on their page, and no officer wrote it down for them."""

    KINDS = {
        "language": "Language",
        "interpreter": "Interpreter",
        "bsl": "British Sign Language",
        "text_relay": "Calls by text relay (18001)",
        "appropriate_adult": "Appropriate adult",
        "intermediary": "Intermediary",
        "screens": "Screens at court",
        "separate_entrance": "Separate entrance",
        "separate_waiting": "Separate waiting room",
        "video_link": "Video link",
        "welsh_spoken": "Spoken Welsh",
        "welsh_written": "Written Welsh",
        "easy_read": "Easy Read",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    detail = models.CharField(max_length=200, blank=True)
    asked_by_them = models.BooleanField(default=False, db_default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.detail}"


class SafeContactPlan(Fact):
    """How a protected person may safely be reached (experience.md 3.3). Only ever a new version."""

    MODES = {
        "we_contact": "We contact the person",
        "they_contact": "The person contacts us",
        "via_supporter": "Through somebody trusted",
    }
    MADE_HOW = {
        "in_person": "In person, apart from the subject",
        "code_word_call": "On a call with the code word",
        "supporter_present": "With a supporter present",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_plans")
    version = models.IntegerField()
    in_private = models.BooleanField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_how = models.CharField(max_length=20, choices=list(MADE_HOW.items()))
    made_at = models.DateTimeField()
    review_on = models.DateField()
    mode = models.CharField(max_length=20, choices=list(MODES.items()))
    call_drop_rule = models.CharField(max_length=200, blank=True)
    told_as = models.CharField(max_length=60, blank=True)
    interpreter_wanted = models.CharField(max_length=120, blank=True)
    feedback_ok = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            void_is_whole("plan"),
            models.UniqueConstraint(fields=["person", "version"], name="plan_version_once"),
            ExclusionConstraint(
                name="one_plan_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (TimeRange("made_at", "superseded_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.version} of {self.person_id}"


class Channel(models.Model):
    """One way to reach the person. Its value is sealed: here is only the handle."""

    KINDS = {
        "call": "Call",
        "text": "Text",
        "email": "E-mail",
        "post": "Post",
        "in_person": "In person, away from home",
        "supporter": "Through somebody trusted",
    }
    VISIBLE = {"no": "No", "maybe": "Maybe", "yes": "Yes", "unknown": "Not known"}
    VOICEMAIL = {"never": "No voicemail", "first_name": "First name only", "callback_words": "Agreed words"}
    plan = models.ForeignKey(SafeContactPlan, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    handle = models.UUIDField(null=True, blank=True)
    visible_to_other = models.CharField(max_length=8, choices=list(VISIBLE.items()))
    shared_account = models.BooleanField(default=False)
    automated_ok = models.BooleanField(default=False)
    voicemail = models.CharField(max_length=16, choices=list(VOICEMAIL.items()), default="never")
    withheld_ok = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(automated_ok=False) | Q(visible_to_other="no", shared_account=False),
                name="automated_only_where_nobody_else_sees",
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Window(models.Model):
    """Days and local hours that are safe, or never safe."""

    plan = models.ForeignKey(SafeContactPlan, on_delete=models.PROTECT, related_name="windows")
    kind = models.CharField(max_length=6, choices=[("safe", "Safe"), ("never", "Never")])
    days = models.JSONField(default=list)
    from_local = models.TimeField()
    to_local = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_local__gt=F("from_local")), name="window_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_local}"
