"""Who works for a force, as keyed hashes of name and day of birth, and which people of a case that may be."""

from django.db import models

from haven.accounts.models import Force, User
from haven.accounts.records import Record
from haven.cases.models.case import Case
from haven.parties.models import Person


class StaffEntry(models.Model):
    """A line of the staff directory of a force. Neither the name nor the day of birth is held: only whether somebody
    has both can be asked. Who has left stays: former colleagues are colleagues' friends."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="staff_entries")
    key = models.BinaryField(max_length=32)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_entries")
    listed_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "key"], name="staff_listed_once_a_force")]
        indexes = [models.Index(fields=["key"], name="staff_by_key")]

    def __str__(self) -> str:
        return f"staff of {self.force_id}"


class StaffLink(Record):
    """A person of a case who may be a member of staff. Found once for a case and a line of the directory: when
    professional standards have lifted the restriction as a mistake, it is not put on again for the same line."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="staff_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="staff_links")
    entry = models.ForeignKey(StaffEntry, on_delete=models.PROTECT, related_name="links")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person", "entry"], name="staff_link_found_once")]

    def __str__(self) -> str:
        return f"staff link of {self.case_id}"
