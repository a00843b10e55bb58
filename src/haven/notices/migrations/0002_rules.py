from django.db import migrations

SQL = """
-- The inspector is never the officer who asked, and the words of a notice are fixed when it is authorised.
CREATE FUNCTION authorisation_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM notices_noticeproposal p WHERE p.id = NEW.proposal_id AND p.proposed_by_id = NEW.by_id) THEN
    RAISE EXCEPTION 'Nobody decides on their own request' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER authorisation_by_another BEFORE INSERT OR UPDATE ON notices_authorisation FOR EACH ROW EXECUTE FUNCTION authorisation_by_another();

CREATE TRIGGER notices_noticeterm_append_only BEFORE UPDATE OR DELETE ON notices_noticeterm FOR EACH ROW EXECUTE FUNCTION haven_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON notices_noticeterm FROM haven_staff;
"""


class Migration(migrations.Migration):
    dependencies = [('notices', '0001_initial'), ('audit', '0002_append_only')]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
