from django.db import migrations, models


class Migration(migrations.Migration):
    """Advice says whether the reading chosen lets the act pass or stands in its way."""

    dependencies = [("cases", "0002_append_only")]
    operations = [
        migrations.AddField("legaladvice", "permits", models.BooleanField(default=True)),
    ]
