from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_immutable")]
    operations = [
        migrations.AddField(
            model_name="orderend", name="reasons_enc", field=models.BinaryField(blank=True, null=True)
        ),
    ]
