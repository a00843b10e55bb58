import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0004_newest_first'),
        ('parties', '0003_search_rows'),
        ('support', '0002_public_host'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('line', models.CharField(choices=[('handler', 'A person'), ('automated', 'The automated line')], max_length=10)),
                ('sid_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('began_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('told', 'They were told what there was'), ('nothing', 'There was nothing to tell'), ('not_proven', 'Not proven, nothing was said'), ('callback', 'A call-back was asked for'), ('handed_on', 'Put through, or handed to somebody else'), ('dropped', 'The call broke off')], max_length=12)),
                ('safe', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'Not sure')], max_length=8)),
                ('claims', models.CharField(blank=True, choices=[('protected', 'The person who is protected'), ('helper', 'Somebody who helps them'), ('other', 'Somebody else')], max_length=10)),
                ('relay', models.BooleanField(default=False)),
                ('proof', models.CharField(choices=[('none', 'Not proven'), ('phrase', 'By the phrase'), ('pin', 'By card and PIN'), ('both', 'By phrase and PIN')], db_default='none', default='none', max_length=8)),
                ('duress', models.BooleanField(db_default=False, default=False)),
                ('signs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('cli_hash', models.CharField(blank=True, max_length=64)),
                ('step', models.IntegerField(db_default=0, default=0)),
                ('held', models.BinaryField(blank=True, null=True)),
                ('named', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='parties.person')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls_taken', to=settings.AUTH_USER_MODEL)),
                ('told', models.ManyToManyField(blank=True, related_name='+', to='support.update')),
            ],
        ),
        migrations.CreateModel(
            name='CallbackTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('attempts', models.IntegerField(default=0)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_how', models.CharField(blank=True, choices=[('spoke', 'Spoke to her'), ('unreached', 'Two calls did not reach her'), ('too_late', 'Her hours closed before she was reached'), ('not_wanted', 'She rang before, or does not want it any more'), ('unsafe', 'Her plan changed, and nobody may ring')], max_length=12)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='callbacks', to='line.call')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='callbacks', to='cases.case')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CallbackTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('at', models.DateTimeField()),
                ('result', models.CharField(blank=True, choices=[('spoke', 'She answered, and could talk'), ('not_now', 'She answered, and could not talk'), ('other', 'Somebody else answered: nothing was said'), ('voicemail', 'A machine answered: nothing was said'), ('no_answer', 'Nobody answered')], max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('callback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='line.callbacktask')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CallStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.IntegerField()),
                ('kind', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='line.call')),
            ],
        ),
        migrations.CreateModel(
            name='LineShown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shown', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('good_until', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['taken_by', 'began_at'], name='calls_open'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('cli_hash', ''), _negated=True), fields=['cli_hash', 'began_at'], name='calls_of_number'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('proof', 'none')), models.Q(('person__isnull', False), models.Q(('proof', 'none'), _negated=True)), _connector='OR'), name='call_person_needs_proof'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('line', 'handler'), ('sid_hash__isnull', True), ('taken_by__isnull', False)), models.Q(('line', 'automated'), ('sid_hash__isnull', False), ('taken_by__isnull', True)), _connector='OR'), name='call_has_a_handler_or_a_number'),
        ),
        migrations.AddIndex(
            model_name='callbacktask',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['closes_at'], name='callbacks_open'),
        ),
        migrations.AddConstraint(
            model_name='callbacktask',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='callback_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='callbacktask',
            constraint=models.CheckConstraint(condition=models.Q(('attempts__gte', 0), ('attempts__lte', 2)), name='callback_two_tries'),
        ),
        migrations.AddConstraint(
            model_name='callbacktask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_how', '')), models.Q(('done_at__isnull', False), models.Q(('done_how', ''), _negated=True)), _connector='OR'), name='callback_done_says_how'),
        ),
        migrations.AddConstraint(
            model_name='callbacktask',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('case',), name='one_callback_a_case'),
        ),
        migrations.AddConstraint(
            model_name='callbacktry',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('callback',), name='one_try_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='callstep',
            index=models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['at'], name='steps_unseen'),
        ),
        migrations.AddConstraint(
            model_name='callstep',
            constraint=models.UniqueConstraint(fields=('call', 'n'), name='one_step_a_number'),
        ),
    ]
