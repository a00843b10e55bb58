"""What the public host may do for a worker of a support organisation, and nothing else: each is a function of the owner of
the tables. Notes are closed to the staff site's role altogether."""

from django.db import migrations

SQL = """
REVOKE ALL ON supporters_note FROM haven_staff;
REVOKE ALL ON supporters_note_id_seq FROM haven_staff;

CREATE FUNCTION worker_door(p_email text)
RETURNS TABLE (account bigint, password text, second_step bytea, last_step bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id, w.password::text, w.second_step_enc, w.last_step
  FROM supporters_worker w JOIN accounts_user u ON u.id = w.user_id JOIN supporters_organisation o ON o.id = w.organisation_id
  WHERE u.email = lower(p_email) AND w.ended_at IS NULL AND o.ended_at IS NULL AND u.is_active
$$;

CREATE FUNCTION worker_failures(p_key text, p_since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM supporters_workertry t
  WHERE t.key_hash = p_key AND NOT t.ok AND t.at > p_since
    AND t.at > coalesce((SELECT max(s.at) FROM supporters_workertry s WHERE s.key_hash = p_key AND s.ok), '-infinity')
$$;

CREATE FUNCTION worker_try(p_key text, p_at timestamptz, p_ok boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO supporters_workertry (key_hash, at, ok) VALUES (p_key, p_at, p_ok)
$$;

CREATE FUNCTION worker_begin(p_account bigint, p_step bigint, p_token text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE supporters_worker SET last_step = p_step WHERE id = p_account AND ended_at IS NULL AND last_step < p_step;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO supporters_workersession (token_hash, worker_id, opened_at, seen_at) VALUES (p_token, p_account, p_at, p_at);
  RETURN true;
END $$;

CREATE FUNCTION worker_of(p_token text, p_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.worker_id FROM supporters_workersession s
  JOIN supporters_worker w ON w.id = s.worker_id
  JOIN supporters_organisation o ON o.id = w.organisation_id
  JOIN accounts_user u ON u.id = w.user_id
  WHERE s.token_hash = p_token AND s.ended_at IS NULL AND w.ended_at IS NULL AND o.ended_at IS NULL AND u.is_active
    AND s.seen_at > p_at - interval '20 minutes' AND s.opened_at > p_at - interval '8 hours'
$$;

CREATE FUNCTION worker_whose(p_token text, p_at timestamptz) RETURNS TABLE (name text, organisation text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_worker bigint := worker_of(p_token, p_at);
BEGIN
  IF found_worker IS NULL THEN RETURN; END IF;
  UPDATE supporters_workersession SET seen_at = greatest(seen_at, p_at) WHERE token_hash = p_token;
  RETURN QUERY SELECT u.name::text, o.name::text FROM supporters_worker w JOIN accounts_user u ON u.id = w.user_id
    JOIN supporters_organisation o ON o.id = w.organisation_id WHERE w.id = found_worker;
END $$;

CREATE FUNCTION worker_end(p_token text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE supporters_workersession SET ended_at = p_at WHERE token_hash = p_token AND ended_at IS NULL
$$;

-- What a worker reaches at an instant: her consent stands, and the case is theirs, or one they cover with her agreement.
CREATE FUNCTION worker_reaches(p_worker bigint, p_at timestamptz)
RETURNS TABLE (placement bigint, case_id bigint, person bigint, organisation bigint, scopes text[], until_at timestamptz, mine boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.case_id, c.person_id, w.organisation_id, c.scopes::text[], c.until_at, p.worker_id = p_worker
  FROM supporters_placement p JOIN support_consent c ON c.id = p.consent_id JOIN supporters_worker w ON w.id = p.worker_id
  WHERE c.revoked_at IS NULL AND c.from_at <= p_at AND c.until_at > p_at AND w.ended_at IS NULL
    AND (p.worker_id = p_worker OR (p.colleagues AND EXISTS (
      SELECT 1 FROM supporters_cover v WHERE v.worker_id = p.worker_id AND v.by_id = p_worker
        AND v.from_at <= p_at AND v.until_at > p_at AND v.ended_at IS NULL)))
$$;

CREATE FUNCTION worker_open_news(p_case bigint, p_scopes text[]) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM support_update u WHERE u.case_id = p_case AND u."to" = 'protected' AND u.state <> 'closed'
    AND p_scopes && ARRAY['see_updates', 'hear_updates']
$$;

CREATE FUNCTION worker_caseload(p_token text, p_at timestamptz)
RETURNS TABLE (public_id uuid, called text, scopes text[], until_at timestamptz, mine boolean, owner text, waiting integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.public_id, p.called::text, r.scopes, r.until_at, r.mine, u.name::text, worker_open_news(r.case_id, r.scopes)
  FROM worker_reaches(worker_of(p_token, p_at), p_at) r JOIN supporters_placement p ON p.id = r.placement
  JOIN supporters_worker w ON w.id = p.worker_id JOIN accounts_user u ON u.id = w.user_id
  ORDER BY 7 DESC, p.called, p.id
$$;

-- The look is written down first; a consent that is over makes it as if there were no such case.
CREATE FUNCTION worker_case(p_token text, p_at timestamptz, p_placement uuid)
RETURNS TABLE (called text, scopes text[], until_at timestamptz, mine boolean, colleagues boolean, owner text, case_number integer,
               shown jsonb, updates jsonb, sent jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me bigint := worker_of(p_token, p_at);
DECLARE r record;
BEGIN
  SELECT p.id AS pk, p.called AS called_now, p.colleagues AS may_cover, u.name AS owner_name, x.* INTO r
  FROM worker_reaches(me, p_at) x JOIN supporters_placement p ON p.id = x.placement
  JOIN supporters_worker w ON w.id = p.worker_id JOIN accounts_user u ON u.id = w.user_id
  WHERE p.public_id = p_placement;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO audit_readinglog (actor_key, role, operation, op, case_ref, person_ref, outcome, reason, row_count)
  SELECT 'user:' || w.user_id, 'support_worker', 'see_supported_case', 'consultation', k.ref, '', 'shown', '', 1
  FROM supporters_worker w, cases_case k WHERE w.id = me AND k.id = r.case_id;
  RETURN QUERY SELECT r.called_now::text, r.scopes, r.until_at, r.mine, r.may_cover, r.owner_name::text,
    (SELECT count(*)::integer FROM cases_case o JOIN cases_case k ON k.id = r.case_id
     WHERE o.protected_id = r.person AND (o.opened_at, o.id) < (k.opened_at, k.id)),
    (SELECT h.shown - 'plan' FROM support_showntoher h WHERE h.person_id = r.person AND 'see_updates' = ANY (r.scopes)),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('ref', n.ref, 'kind', n.kind, 'at', e.at, 'told_at', n.told_at,
            'told_how', n.told_how, 'by', d.act_by) ORDER BY n.told_at IS NOT NULL, e.at DESC, n.id DESC), '[]'::jsonb)
     FROM support_update n JOIN cases_caseevent e ON e.id = n.event_id JOIN cases_deadline d ON d.id = n.clock_id
     WHERE n.case_id = r.case_id AND n."to" = 'protected' AND r.scopes && ARRAY['see_updates', 'hear_updates']
       AND (n.state <> 'closed' OR n.closed_because = 'told')),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'at', s.at, 'taken', s.taken_at IS NOT NULL,
            'became', s.became, 'refused', s.refused) ORDER BY s.at DESC, s.id DESC), '[]'::jsonb)
     FROM (SELECT * FROM supporters_workerpost q WHERE q.placement_id = r.pk AND q.worker_id = me ORDER BY q.at DESC LIMIT 20) s);
END $$;

CREATE FUNCTION worker_colleagues(p_token text, p_at timestamptz) RETURNS TABLE (account bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, u.name::text FROM supporters_worker me JOIN supporters_worker o ON o.organisation_id = me.organisation_id
  JOIN accounts_user u ON u.id = o.user_id
  WHERE me.id = worker_of(p_token, p_at) AND o.id <> me.id AND o.ended_at IS NULL ORDER BY u.name, o.id
$$;

CREATE FUNCTION worker_cover(p_token text, p_at timestamptz)
RETURNS TABLE (name text, from_at timestamptz, until_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.name::text, v.from_at, v.until_at FROM supporters_cover v JOIN supporters_worker w ON w.id = v.by_id
  JOIN accounts_user u ON u.id = w.user_id
  WHERE v.worker_id = worker_of(p_token, p_at) AND v.ended_at IS NULL AND v.until_at > p_at ORDER BY v.id DESC LIMIT 1
$$;

CREATE FUNCTION worker_post(p_token text, p_at timestamptz, p_placement uuid, p_command uuid, p_kind text, p_closed bytea)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me bigint := worker_of(p_token, p_at);
DECLARE found_placement bigint;
BEGIN
  IF me IS NULL OR octet_length(p_closed) > 60000 THEN RETURN false; END IF;
  IF p_kind NOT IN ('told', 'report', 'hand_over', 'cover', 'cover_end') THEN RETURN false; END IF;
  IF p_kind IN ('told', 'report', 'hand_over') THEN
    SELECT p.id INTO found_placement FROM worker_reaches(me, p_at) r JOIN supporters_placement p ON p.id = r.placement
    WHERE p.public_id = p_placement AND (p_kind <> 'hand_over' OR r.mine)
      AND (p_kind <> 'report' OR 'report' = ANY (r.scopes))
      AND (p_kind <> 'told' OR r.scopes && ARRAY['see_updates', 'hear_updates']);
    IF found_placement IS NULL THEN RETURN false; END IF;
  END IF;
  INSERT INTO supporters_workerpost (command_id, worker_id, placement_id, kind, closed, at, became, refused)
  VALUES (p_command, me, found_placement, p_kind, p_closed, p_at, '', '') ON CONFLICT (command_id) DO NOTHING;
  RETURN true;
END $$;

CREATE FUNCTION worker_last_post(p_token text, p_at timestamptz)
RETURNS TABLE (kind text, taken boolean, refused text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT q.kind::text, q.taken_at IS NOT NULL, q.refused::text FROM supporters_workerpost q
  WHERE q.worker_id = worker_of(p_token, p_at) AND q.placement_id IS NULL ORDER BY q.at DESC, q.id DESC LIMIT 1
$$;

CREATE FUNCTION worker_note(p_token text, p_at timestamptz, p_placement uuid, p_command uuid, p_closed bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me bigint := worker_of(p_token, p_at);
BEGIN
  IF octet_length(p_closed) > 40000 THEN RETURN false; END IF;
  INSERT INTO supporters_note (command_id, organisation_id, case_id, worker_id, closed, at)
  SELECT p_command, r.organisation, r.case_id, me, p_closed, p_at
  FROM worker_reaches(me, p_at) r JOIN supporters_placement p ON p.id = r.placement WHERE p.public_id = p_placement
  ON CONFLICT (command_id) DO NOTHING;
  RETURN EXISTS (SELECT 1 FROM supporters_note n WHERE n.command_id = p_command AND n.worker_id = me);
END $$;

CREATE FUNCTION worker_notes(p_token text, p_at timestamptz, p_placement uuid)
RETURNS TABLE (at timestamptz, by_name text, closed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT n.at, u.name::text, n.closed
  FROM worker_reaches(worker_of(p_token, p_at), p_at) r JOIN supporters_placement p ON p.id = r.placement
  JOIN supporters_note n ON n.case_id = r.case_id AND n.organisation_id = r.organisation
  JOIN supporters_worker w ON w.id = n.worker_id JOIN accounts_user u ON u.id = w.user_id
  WHERE p.public_id = p_placement ORDER BY n.at DESC, n.id DESC LIMIT 100
$$;

CREATE FUNCTION worker_practice_doors() RETURNS TABLE (account bigint, name text, organisation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id, u.name::text, o.name::text FROM supporters_worker w JOIN accounts_user u ON u.id = w.user_id
  JOIN supporters_organisation o ON o.id = w.organisation_id
  WHERE o.practice AND w.ended_at IS NULL AND EXISTS (SELECT 1 FROM accounts_instance i WHERE i.practice) ORDER BY w.id
$$;

CREATE FUNCTION worker_practice_begin(p_account bigint, p_token text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO supporters_workersession (token_hash, worker_id, opened_at, seen_at)
  SELECT p_token, d.account, p_at, p_at FROM worker_practice_doors() d WHERE d.account = p_account;
  RETURN FOUND;
END $$;

DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'public' AND p.proname LIKE 'worker\\_%' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO haven_public', one);
  END LOOP;
  REVOKE ALL ON FUNCTION worker_of(text, timestamptz) FROM haven_public;
  REVOKE ALL ON FUNCTION worker_reaches(bigint, timestamptz) FROM haven_public;
  REVOKE ALL ON FUNCTION worker_open_news(bigint, text[]) FROM haven_public;
END $$;
"""

NAMES = (
    "worker_practice_begin(bigint, text, timestamptz)",
    "worker_practice_doors()",
    "worker_notes(text, timestamptz, uuid)",
    "worker_note(text, timestamptz, uuid, uuid, bytea)",
    "worker_last_post(text, timestamptz)",
    "worker_post(text, timestamptz, uuid, uuid, text, bytea)",
    "worker_cover(text, timestamptz)",
    "worker_colleagues(text, timestamptz)",
    "worker_case(text, timestamptz, uuid)",
    "worker_caseload(text, timestamptz)",
    "worker_open_news(bigint, text[])",
    "worker_reaches(bigint, timestamptz)",
    "worker_end(text, timestamptz)",
    "worker_whose(text, timestamptz)",
    "worker_of(text, timestamptz)",
    "worker_begin(bigint, bigint, text, timestamptz)",
    "worker_try(text, timestamptz, boolean)",
    "worker_failures(text, timestamptz)",
    "worker_door(text)",
)
BACK = "".join(f"DROP FUNCTION {name};" for name in NAMES)


class Migration(migrations.Migration):
    dependencies = [
        ("supporters", "0001_initial"),
        ("support", "0005_her_functions"),
        ("audit", "0001_initial"),
        ("cases", "0001_initial"),
        ("accounts", "0003_support_worker"),
    ]

    operations = [migrations.RunSQL(SQL, BACK)]
