
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('line', '0003_practice_cards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='callbacktask',
            name='done_how',
            field=models.CharField(blank=True, choices=[('spoke', 'Spoke to them'), ('unreached', 'Two calls did not reach them'), ('too_late', 'The safe hours closed before they were reached'), ('not_wanted', 'They rang before, or do not want it any more'), ('unsafe', 'The plan changed, and nobody may ring')], max_length=12),
        ),
        migrations.AlterField(
            model_name='callbacktry',
            name='result',
            field=models.CharField(blank=True, choices=[('spoke', 'They answered, and could talk'), ('not_now', 'They answered, and could not talk'), ('other', 'Somebody else answered: nothing was said'), ('voicemail', 'A machine answered: nothing was said'), ('no_answer', 'Nobody answered')], max_length=10),
        ),
    ]
