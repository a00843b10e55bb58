from django.db import migrations

SQL = """
-- What came in never changes, and nothing of it is removed. Only what is still coming in can be begun again.
CREATE FUNCTION evidence_upload_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A file that somebody sent is never removed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.sha256 <> '' AND (NEW.sha256, NEW.size, NEW.file_name, NEW.breach_id, NEW.words_enc, NEW.name_enc, NEW.captured_at)
     IS DISTINCT FROM (OLD.sha256, OLD.size, OLD.file_name, OLD.breach_id, OLD.words_enc, OLD.name_enc, OLD.captured_at) THEN
    RAISE EXCEPTION 'A file that came in whole never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state IN ('accepted', 'refused') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'A file is checked once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_upload_stays BEFORE UPDATE OR DELETE ON evidence_upload
  FOR EACH ROW EXECUTE FUNCTION evidence_upload_stays();

CREATE FUNCTION evidence_exhibit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'An exhibit is withdrawn, never removed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.breach_id, NEW.number, NEW.upload_id, NEW.sha256, NEW.added_at)
     IS DISTINCT FROM (OLD.breach_id, OLD.number, OLD.upload_id, OLD.sha256, OLD.added_at) THEN
    RAISE EXCEPTION 'An exhibit never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.copy_sha256 <> '' AND (NEW.copy_sha256, NEW.copy_name, NEW.copy_size)
     IS DISTINCT FROM (OLD.copy_sha256, OLD.copy_name, OLD.copy_size) THEN
    RAISE EXCEPTION 'The copy of an exhibit never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
    RAISE EXCEPTION 'An exhibit is withdrawn once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_exhibit_stays BEFORE UPDATE OR DELETE ON evidence_evidence
  FOR EACH ROW EXECUTE FUNCTION evidence_exhibit_stays();

CREATE TRIGGER evidence_handling_append_only BEFORE UPDATE OR DELETE ON evidence_handling
  FOR EACH ROW EXECUTE FUNCTION haven_never_changes();

CREATE FUNCTION evidence_pack_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A pack is never removed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.sha256 <> '' AND (NEW.sha256, NEW.manifest, NEW.made_at, NEW.audience, NEW.breach_id, NEW.file_name, NEW.size)
     IS DISTINCT FROM (OLD.sha256, OLD.manifest, OLD.made_at, OLD.audience, OLD.breach_id, OLD.file_name, OLD.size) THEN
    RAISE EXCEPTION 'A pack that was made never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_pack_stays BEFORE UPDATE OR DELETE ON evidence_pack
  FOR EACH ROW EXECUTE FUNCTION evidence_pack_stays();

REVOKE DELETE, TRUNCATE ON evidence_upload, evidence_evidence, evidence_pack FROM haven_staff;
REVOKE UPDATE, DELETE, TRUNCATE ON evidence_handling FROM haven_staff;
"""
BACK = """
DROP TRIGGER evidence_pack_stays ON evidence_pack;
DROP FUNCTION evidence_pack_stays();
DROP TRIGGER evidence_handling_append_only ON evidence_handling;
DROP TRIGGER evidence_exhibit_stays ON evidence_evidence;
DROP FUNCTION evidence_exhibit_stays();
DROP TRIGGER evidence_upload_stays ON evidence_upload;
DROP FUNCTION evidence_upload_stays();
"""


class Migration(migrations.Migration):
    dependencies = [('evidence', '0001_initial'), ('audit', '0002_append_only')]
    operations = [migrations.RunSQL(SQL, BACK)]
