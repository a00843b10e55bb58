"""The role of a worker of a support organisation has the code of the interfaces: supporter. What the reading log says of the
past keeps the word that stood then."""

from django.db import migrations, models


RENAME = """
UPDATE accounts_rolegrant SET role = '{new}' WHERE role = '{old}';
UPDATE accounts_practiceaccount SET role = '{new}' WHERE role = '{old}';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_ranks_and_roles_end'),
    ]

    operations = [
        migrations.RunSQL(RENAME.format(old='support_worker', new='supporter'), RENAME.format(old='supporter', new='support_worker')),
        migrations.AlterField(
            model_name='practiceaccount',
            name='role',
            field=models.CharField(choices=[('response_officer', 'Response officer'), ('sergeant', 'Sergeant'), ('authorising_inspector', 'Authorising inspector'), ('orders_unit', 'Civil orders unit'), ('police_lawyer', 'Police lawyer'), ('court_user', 'Court user'), ('call_handler', 'Call handler'), ('feedback_manager', 'Feedback manager'), ('professional_standards', 'Professional standards'), ('auditor', 'Auditor'), ('analyst', 'Analyst'), ('administrator', 'Administrator'), ('responsible_person', 'Responsible person'), ('supporter', 'Support worker')], max_length=30),
        ),
        migrations.AlterField(
            model_name='rolegrant',
            name='role',
            field=models.CharField(choices=[('response_officer', 'Response officer'), ('sergeant', 'Sergeant'), ('authorising_inspector', 'Authorising inspector'), ('orders_unit', 'Civil orders unit'), ('police_lawyer', 'Police lawyer'), ('court_user', 'Court user'), ('call_handler', 'Call handler'), ('feedback_manager', 'Feedback manager'), ('professional_standards', 'Professional standards'), ('auditor', 'Auditor'), ('analyst', 'Analyst'), ('administrator', 'Administrator'), ('responsible_person', 'Responsible person'), ('supporter', 'Support worker')], max_length=30),
        ),
    ]
