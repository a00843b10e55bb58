"""What the automated line may ask and leave behind, and nothing else: functions of the owner of the tables. Each says as
much, and does as much, for a card that is nobody's."""

from django.db import migrations

SQL = """
CREATE FUNCTION line_load(p_sid text, p_first boolean, p_cli text, p_at timestamptz)
RETURNS TABLE (step integer, held bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO line_call (public_id, line, sid_hash, began_at, heard_at, ended_how, safe, claims, relay, signs, cli_hash)
  SELECT gen_random_uuid(), 'automated', p_sid, p_at, p_at, '', '', '', false, '{}', p_cli WHERE p_first
  ON CONFLICT (sid_hash) DO NOTHING;
  RETURN QUERY SELECT c.step, c.held FROM line_call c WHERE c.sid_hash = p_sid AND c.ended_at IS NULL FOR UPDATE;
END $$;

CREATE FUNCTION line_news(p_person bigint, p_at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shown FROM line_lineshown s
  JOIN parties_safecontactplan p ON p.person_id = s.person_id AND p.superseded_at IS NULL AND p.voided_at IS NULL
  JOIN support_planwishes w ON w.plan_id = p.id AND w.line_news_allowed
  WHERE s.person_id = p_person AND s.made_at BETWEEN p_at - interval '5 minutes' AND p_at + interval '1 minute'
    AND (s.good_until IS NULL OR p_at < s.good_until)
$$;

CREATE FUNCTION line_save(p_sid text, p_step integer, p_held bytea, p_kind text, p_card text, p_person bigint,
  p_duress boolean, p_over boolean, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_call bigint;
DECLARE card_of bigint := (SELECT c.person_id FROM support_linecredential c WHERE c.card_number = p_card AND c.ended_at IS NULL);
BEGIN
  UPDATE line_call SET step = p_step + 1, heard_at = p_at,
    held = CASE WHEN p_over THEN NULL ELSE p_held END,
    ended_at = CASE WHEN p_over THEN p_at END,
    named_id = coalesce(card_of, named_id),
    person_id = coalesce(p_person, person_id),
    proof = CASE WHEN p_person IS NULL THEN proof ELSE 'pin' END,
    duress = duress OR p_duress
  WHERE sid_hash = p_sid AND step = p_step AND ended_at IS NULL RETURNING id INTO found_call;
  IF found_call IS NULL THEN RETURN false; END IF;
  INSERT INTO line_callstep (call_id, n, kind, at) VALUES (found_call, p_step, p_kind, p_at);
  RETURN true;
END $$;

CREATE FUNCTION line_end(p_sid text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE line_call SET ended_at = p_at, held = NULL WHERE sid_hash = p_sid AND ended_at IS NULL
$$;

DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'public' AND p.proname IN ('line_load', 'line_news', 'line_save', 'line_end') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO haven_public', one);
  END LOOP;
END $$;
"""
BACK = """
DROP FUNCTION line_end(text, timestamptz);
DROP FUNCTION line_save(text, integer, bytea, text, text, bigint, boolean, boolean, timestamptz);
DROP FUNCTION line_news(bigint, timestamptz);
DROP FUNCTION line_load(text, boolean, text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("line", "0001_initial"),
        ("support", "0002_public_host"),
        ("compliance", "0003_public_host"),
        ("parties", "0003_search_rows"),
    ]

    operations = [migrations.RunSQL(SQL, BACK)]
