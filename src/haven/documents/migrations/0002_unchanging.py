from django.db import migrations

SQL = """
CREATE FUNCTION documents_unchanging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A paper never changes; a new one supersedes it' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER documents_unchanging BEFORE UPDATE OR DELETE ON documents_document FOR EACH ROW EXECUTE FUNCTION documents_unchanging();
REVOKE UPDATE, DELETE ON documents_document FROM haven_staff;
"""


class Migration(migrations.Migration):
    dependencies = [('documents', '0001_initial')]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
