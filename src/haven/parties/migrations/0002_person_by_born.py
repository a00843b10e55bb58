"""A doorstep check by date of birth alone reads this index, never the whole table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["born"], condition=models.Q(born__isnull=False), name="person_by_born"
            ),
        )
    ]
