"""What the public host may ask about a card, and nothing else: functions of the owner of the tables."""

from django.db import migrations

SQL = """
CREATE FUNCTION support_known(p_card text, p_source text, p_at timestamptz)
RETURNS TABLE (person bigint, pin text, duress_pin text, phrase text, phrase_sounds text,
               wrong_from_source integer, wrong_for_person integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH card AS (SELECT c.person_id FROM support_linecredential c WHERE c.card_number = p_card AND c.ended_at IS NULL),
  kept AS (SELECT s.kind, s.hash, s.sounds_hash FROM support_secret s JOIN card ON s.person_id = card.person_id
           WHERE s.replaced_at IS NULL)
  SELECT (SELECT person_id FROM card),
    coalesce((SELECT hash FROM kept WHERE kind = 'pin'), ''),
    coalesce((SELECT hash FROM kept WHERE kind = 'duress_pin'), ''),
    coalesce((SELECT hash FROM kept WHERE kind = 'phrase'), ''),
    coalesce((SELECT sounds_hash FROM kept WHERE kind = 'phrase'), ''),
    (SELECT count(*)::integer FROM support_credentialtry t
     WHERE t.source_hash = p_source AND NOT t.ok AND t.at > p_at - interval '24 hours'
       AND t.at > coalesce((SELECT max(o.at) FROM support_credentialtry o WHERE o.source_hash = p_source AND o.ok),
                           '-infinity')),
    (SELECT count(*)::integer FROM support_credentialtry t JOIN card ON t.person_id = card.person_id
     WHERE NOT t.ok AND t.at > p_at - interval '24 hours')
$$;

CREATE FUNCTION support_try(p_source text, p_person bigint, p_at timestamptz, p_ok boolean, p_duress boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO support_credentialtry (source_hash, person_id, at, ok, duress) VALUES (p_source, p_person, p_at, p_ok, p_duress)
$$;

REVOKE ALL ON FUNCTION support_known(text, text, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION support_try(text, bigint, timestamptz, boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_known(text, text, timestamptz) TO haven_public, haven_staff;
GRANT EXECUTE ON FUNCTION support_try(text, bigint, timestamptz, boolean, boolean) TO haven_public, haven_staff;
"""
BACK = """
DROP FUNCTION support_try(text, bigint, timestamptz, boolean, boolean);
DROP FUNCTION support_known(text, text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]

    operations = [migrations.RunSQL(SQL, BACK)]
