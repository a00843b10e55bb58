"""What the public host may read of leaflets: the version that counts on a day."""

from django.db import migrations

SQL = """
CREATE FUNCTION leaflets_current(p_language text, p_format text, p_on date)
RETURNS TABLE (text jsonb, document bytea, from_day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.text, v.document, v.from_day FROM leaflets_leafletversion v
  WHERE v.code = 'rights' AND v.language = p_language AND v.format = p_format AND v.from_day <= p_on
    AND (v.until_day IS NULL OR v.until_day >= p_on)
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION leaflets_current(text, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION leaflets_current(text, text, date) TO haven_public;
REVOKE DELETE, TRUNCATE ON leaflets_leafletversion, leaflets_leaflethandout FROM haven_staff;
REVOKE UPDATE ON leaflets_leafletversion, leaflets_leaflethandout FROM haven_staff;
GRANT UPDATE (until_day) ON leaflets_leafletversion TO haven_staff;
"""
BACK = "DROP FUNCTION leaflets_current(text, text, date);"


class Migration(migrations.Migration):
    dependencies = [("leaflets", "0001_initial")]

    operations = [migrations.RunSQL(SQL, BACK)]
