"""The one thing that the public host may ask about approvals: whether this version of a text is approved."""

from django.db import migrations

SQL = """
CREATE FUNCTION languages_approved(p_text text, p_version text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM languages_textapproval a
                 WHERE a.text = p_text AND a.language = 'cy' AND a.version = p_version AND a.withdrawn_at IS NULL)
$$;
REVOKE ALL ON FUNCTION languages_approved(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION languages_approved(text, text) TO haven_public, haven_staff;
REVOKE DELETE, TRUNCATE ON languages_textapproval FROM haven_staff;
"""
BACK = "DROP FUNCTION languages_approved(text, text);"


class Migration(migrations.Migration):
    dependencies = [("languages", "0001_initial")]

    operations = [migrations.RunSQL(SQL, BACK)]
