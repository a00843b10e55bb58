from django.db import migrations

SQL = """
-- The staff site may put a value in and call the function; it cannot read the ciphers. Uses are only ever added.
REVOKE SELECT, UPDATE, DELETE ON sealed_sealedvalue FROM haven_staff;
GRANT SELECT (id, handle, owner_ref, kind, known_to_subject, created_at, destroyed_at) ON sealed_sealedvalue TO haven_staff;
REVOKE UPDATE, DELETE ON sealed_sealeduse FROM haven_staff;
GRANT SELECT ON sealed_sealedvalue TO haven_sealed;
CREATE FUNCTION sealed_fetch(wanted uuid, for_purpose text, asked text) RETURNS TABLE (owner_ref varchar, cipher bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- No use on record, no value: the caller writes the use in the same transaction, before it asks.
  IF NOT EXISTS (SELECT 1 FROM sealed_sealeduse u WHERE u.handle = wanted AND u.purpose = for_purpose
                 AND u.asked_by = asked AND u.answer_kind IN ('revealed', 'used') AND u.at >= transaction_timestamp()) THEN
    RAISE EXCEPTION 'A sealed value is fetched only with its use on record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY SELECT v.owner_ref, v.cipher FROM sealed_sealedvalue v WHERE v.handle = wanted AND v.destroyed_at IS NULL;
END $$;
REVOKE ALL ON FUNCTION sealed_fetch(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sealed_fetch(uuid, text, text) TO haven_staff;
"""


class Migration(migrations.Migration):
    dependencies = [('sealed', '0001_initial')]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
