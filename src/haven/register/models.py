"""What the register itself keeps. The rings are read from the search rows of `parties` and from what is in force."""

from django.db import models


class Change(models.Model):
    """Somebody whose place in ring 1, or whose search row, has changed: written by triggers in the transaction of the
    change, with its number. Kept two days; a memory that is older is filled anew."""

    xid = models.TextField()  # xid8 in the database: the number of the transaction
    person_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "register_change"

    def __str__(self) -> str:
        return f"{self.person_id} in {self.xid}"
