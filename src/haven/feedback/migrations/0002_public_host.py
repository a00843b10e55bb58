"""What the public host may do with feedback, and nothing else: functions of the owner of the tables. None of them says
whose a code is; an answer carries the case only where she was told that one person will see who she is."""

from django.db import migrations

SQL = """
CREATE FUNCTION feedback_open(p_code text, p_source text, p_at timestamptz)
RETURNS TABLE (moment text, language text, held boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM feedback_feedbacktry t
      WHERE t.source_hash = p_source AND t.at > p_at - interval '1 hour') >= 20 THEN
    RETURN QUERY SELECT NULL::text, NULL::text, true;
    RETURN;
  END IF;
  RETURN QUERY SELECT i.moment::text, i.language::text, false FROM feedback_feedbackinvitation i
    WHERE i.code_hash = p_code AND i.used_on IS NULL AND i.expires_at > p_at;
  IF NOT FOUND THEN
    INSERT INTO feedback_feedbacktry (source_hash, at) VALUES (p_source, p_at);
    RETURN QUERY SELECT NULL::text, NULL::text, false;
  END IF;
END $$;

CREATE FUNCTION feedback_post(p_code text, p_at timestamptz, p_id uuid, p_day date, p_language text, p_version text,
  p_answers jsonb, p_words bytea, p_link boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_case bigint; found_moment text;
BEGIN
  IF octet_length(p_words) > 8000 OR octet_length(p_answers::text) > 4000 OR p_version NOT IN ('online', 'easy_read')
     OR p_language NOT IN ('en', 'cy') THEN RETURN false; END IF;
  UPDATE feedback_feedbackinvitation i SET used_on = p_day
  WHERE i.code_hash = p_code AND i.used_on IS NULL AND i.expires_at > p_at
  RETURNING i.case_id, i.moment INTO found_case, found_moment;
  IF found_case IS NULL THEN RETURN false; END IF;
  INSERT INTO feedback_feedbackpost (id, force_id, borough, moment, language, version, answers, words_closed, received_on,
    case_id, broken)
  SELECT p_id, c.lead_force_id, c.area, found_moment, p_language, p_version, p_answers, p_words, p_day,
    CASE WHEN p_link THEN c.id END, false
  FROM cases_case c WHERE c.id = found_case;
  RETURN true;
END $$;

CREATE FUNCTION feedback_published()
RETURNS TABLE (said text, did text, said_cy text, did_cy text, published_on date, people integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.said::text, a.did::text, a.said_cy::text, a.did_cy::text, a.published_on, a.people - a.people % 5
  FROM feedback_feedbackaction a WHERE a.published_on IS NOT NULL AND a.people >= 5 ORDER BY a.published_on DESC, a.id DESC
  LIMIT 60
$$;

DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'public' AND p.proname IN ('feedback_open', 'feedback_post', 'feedback_published') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO haven_public', one);
  END LOOP;
END $$;
REVOKE DELETE, TRUNCATE ON feedback_feedbackinvitation, feedback_feedbackresponse, feedback_feedbackaction FROM haven_staff;
"""
BACK = """
DROP FUNCTION feedback_published();
DROP FUNCTION feedback_post(text, timestamptz, uuid, date, text, text, jsonb, bytea, boolean);
DROP FUNCTION feedback_open(text, text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("cases", "0001_initial")]

    operations = [migrations.RunSQL(SQL, BACK)]
