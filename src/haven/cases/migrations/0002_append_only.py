from django.db import migrations

SQL = """
CREATE TRIGGER cases_caseevent_append_only BEFORE UPDATE OR DELETE ON cases_caseevent FOR EACH ROW EXECUTE FUNCTION haven_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON cases_caseevent FROM haven_staff;
"""


class Migration(migrations.Migration):
    dependencies = [('cases', '0001_initial'), ('audit', '0002_append_only')]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
