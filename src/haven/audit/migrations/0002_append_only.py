from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION haven_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% rows are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER audit_readinglog_append_only BEFORE UPDATE OR DELETE ON audit_readinglog FOR EACH ROW EXECUTE FUNCTION haven_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_readinglog FROM haven_staff;
"""


class Migration(migrations.Migration):
    dependencies = [('audit', '0001_initial')]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
