"""What the public site may do for a responsible person, and nothing else: each is a function of the owner of the tables.
The role of the public site can read no table, before this and after it."""

from django.db import migrations

SQL = """
CREATE FUNCTION supervisor_door(p_email text)
RETURNS TABLE (account bigint, password text, second_step bytea, last_step bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.password::text, a.second_step_enc, a.last_step
  FROM compliance_supervisoraccount a JOIN accounts_user u ON u.id = a.user_id
  WHERE u.email = lower(p_email) AND a.ended_at IS NULL AND u.is_active
$$;

CREATE FUNCTION supervisor_failures(p_key text, p_since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM compliance_supervisortry t
  WHERE t.key_hash = p_key AND NOT t.ok AND t.at > p_since
    AND t.at > coalesce((SELECT max(s.at) FROM compliance_supervisortry s WHERE s.key_hash = p_key AND s.ok), '-infinity')
$$;

CREATE FUNCTION supervisor_try(p_key text, p_at timestamptz, p_ok boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO compliance_supervisortry (key_hash, at, ok) VALUES (p_key, p_at, p_ok)
$$;

CREATE FUNCTION supervisor_begin(p_account bigint, p_step bigint, p_token text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE compliance_supervisoraccount SET last_step = p_step
  WHERE id = p_account AND ended_at IS NULL AND last_step < p_step;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO compliance_supervisorsession (token_hash, account_id, opened_at, seen_at)
  VALUES (p_token, p_account, p_at, p_at);
  RETURN true;
END $$;

CREATE FUNCTION supervisor_account_of(p_token text, p_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.account_id FROM compliance_supervisorsession s
  JOIN compliance_supervisoraccount a ON a.id = s.account_id
  JOIN accounts_user u ON u.id = a.user_id
  WHERE s.token_hash = p_token AND s.ended_at IS NULL AND a.ended_at IS NULL AND u.is_active
    AND s.seen_at > p_at - interval '20 minutes' AND s.opened_at > p_at - interval '8 hours'
$$;

CREATE FUNCTION supervisor_whose(p_token text, p_at timestamptz) RETURNS TABLE (name text, organisation text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_account bigint := supervisor_account_of(p_token, p_at);
BEGIN
  IF found_account IS NULL THEN RETURN; END IF;
  UPDATE compliance_supervisorsession SET seen_at = greatest(seen_at, p_at) WHERE token_hash = p_token;
  RETURN QUERY SELECT u.name::text, a.organisation::text FROM compliance_supervisoraccount a
    JOIN accounts_user u ON u.id = a.user_id WHERE a.id = found_account;
END $$;

CREATE FUNCTION supervisor_end(p_token text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE compliance_supervisorsession SET ended_at = p_at WHERE token_hash = p_token AND ended_at IS NULL
$$;

CREATE FUNCTION supervisor_work(p_token text, p_at timestamptz)
RETURNS TABLE (public_id uuid, shown jsonb, due timestamptz, completed_at timestamptz, last_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.public_id, v.shown,
    (SELECT min(d.act_by) FROM cases_deadline d
     WHERE d.about_ref = o.ref || '#s' || v.clause AND d.closed_at IS NULL AND d.voided_at IS NULL),
    v.completed_at,
    greatest((SELECT max(r.at) FROM compliance_supervisionreport r WHERE r.supervision_id = v.id AND r.voided_at IS NULL),
             (SELECT max(p.at) FROM compliance_supervisorpost p WHERE p.supervision_id = v.id AND p.refused = ''))
  FROM compliance_supervision v JOIN orders_order o ON o.id = v.order_id
  WHERE v.account_id = supervisor_account_of(p_token, p_at) AND v.ended_at IS NULL
  ORDER BY 3 NULLS LAST, v.id
$$;

CREATE FUNCTION supervisor_read(p_token text, p_at timestamptz, p_supervision uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_account bigint := supervisor_account_of(p_token, p_at);
BEGIN
  INSERT INTO audit_readinglog (actor_key, role, operation, op, case_ref, person_ref, outcome, reason, row_count)
  SELECT 'user:' || a.user_id, 'responsible_person', 'see_own_clause', 'consultation', c.ref, '', 'shown', '', 1
  FROM compliance_supervision v JOIN orders_order o ON o.id = v.order_id JOIN cases_case c ON c.id = o.case_id
  JOIN compliance_supervisoraccount a ON a.id = v.account_id
  WHERE v.public_id = p_supervision AND v.account_id = found_account AND v.ended_at IS NULL;
  RETURN FOUND;
END $$;

CREATE FUNCTION supervisor_said(p_token text, p_at timestamptz, p_supervision uuid)
RETURNS TABLE (said_at timestamptz, says text, about text, happened_from date, happened_to date, state text, refused text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM (
    SELECT p.at, p.says::text, p.about::text, p.happened_from, p.happened_to,
      CASE WHEN p.refused <> '' THEN 'refused' WHEN p.taken_at IS NULL THEN 'waiting' ELSE 'recorded' END, p.refused::text
    FROM compliance_supervisorpost p JOIN compliance_supervision v ON v.id = p.supervision_id
    WHERE v.public_id = p_supervision AND v.account_id = supervisor_account_of(p_token, p_at)
      AND p.account_id = v.account_id
    UNION ALL
    SELECT r.at, r.says::text, r.about::text, r.happened_from, r.happened_to, 'told', ''
    FROM compliance_supervisionreport r JOIN compliance_supervision v ON v.id = r.supervision_id
    WHERE v.public_id = p_supervision AND v.account_id = supervisor_account_of(p_token, p_at)
      AND r.how <> 'signed_in' AND r.voided_at IS NULL
  ) rows ORDER BY 1 DESC LIMIT 50
$$;

CREATE FUNCTION supervisor_post(p_token text, p_at timestamptz, p_supervision uuid, p_command uuid, p_says text,
  p_about text, p_from date, p_to date, p_words bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_account bigint := supervisor_account_of(p_token, p_at);
DECLARE found_supervision bigint;
BEGIN
  SELECT v.id INTO found_supervision FROM compliance_supervision v
  WHERE v.public_id = p_supervision AND v.account_id = found_account AND v.ended_at IS NULL;
  IF found_supervision IS NULL OR octet_length(p_words) > 40000 THEN RETURN false; END IF;
  INSERT INTO compliance_supervisorpost (command_id, supervision_id, account_id, says, about, happened_from, happened_to,
    words_closed, at, refused)
  VALUES (p_command, found_supervision, found_account, p_says, p_about, p_from, p_to, p_words, p_at, '')
  ON CONFLICT (command_id) DO NOTHING;
  RETURN true;
END $$;

CREATE FUNCTION supervisor_practice_doors() RETURNS TABLE (account bigint, name text, organisation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, u.name::text, a.organisation::text FROM compliance_supervisoraccount a JOIN accounts_user u ON u.id = a.user_id
  WHERE a.practice AND a.ended_at IS NULL AND EXISTS (SELECT 1 FROM accounts_instance i WHERE i.practice) ORDER BY a.id
$$;

CREATE FUNCTION supervisor_practice_begin(p_account bigint, p_token text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO compliance_supervisorsession (token_hash, account_id, opened_at, seen_at)
  SELECT p_token, d.account, p_at, p_at FROM supervisor_practice_doors() d WHERE d.account = p_account;
  RETURN FOUND;
END $$;

DO $$ DECLARE one text; BEGIN
  GRANT USAGE ON SCHEMA public TO haven_public;
  FOR one IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'public' AND p.proname LIKE 'supervisor\\_%' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO haven_public', one);
  END LOOP;
END $$;
"""

NAMES = (
    "supervisor_practice_begin(bigint, text, timestamptz)",
    "supervisor_practice_doors()",
    "supervisor_post(text, timestamptz, uuid, uuid, text, text, date, date, bytea)",
    "supervisor_said(text, timestamptz, uuid)",
    "supervisor_read(text, timestamptz, uuid)",
    "supervisor_work(text, timestamptz)",
    "supervisor_end(text, timestamptz)",
    "supervisor_whose(text, timestamptz)",
    "supervisor_account_of(text, timestamptz)",
    "supervisor_begin(bigint, bigint, text, timestamptz)",
    "supervisor_try(text, timestamptz, boolean)",
    "supervisor_failures(text, timestamptz)",
    "supervisor_door(text)",
)
BACK = "".join(f"DROP FUNCTION {name};" for name in NAMES)


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0002_until"),
        ("audit", "0001_initial"),
        ("cases", "0001_initial"),
        ("orders", "0001_initial"),
        ("accounts", "0002_responsible_person"),
    ]

    operations = [migrations.RunSQL(SQL, BACK)]
