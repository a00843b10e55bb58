"""What the public host may do for a protected person and for a friend who helps her, and nothing else: each is a function
of the owner of the tables. The role of the public host can read no table, before this and after it."""

from django.db import migrations

# A friend who helps has a card and a phrase, and no PIN: what is kept of a card says so.
KNOWN = """
DROP FUNCTION support_known(text, text, timestamptz);
CREATE FUNCTION support_known(p_card text, p_source text, p_at timestamptz)
RETURNS TABLE (person bigint, pin text, duress_pin text, phrase text, phrase_sounds text,
               wrong_from_source integer, wrong_for_person integer, by_phrase boolean)
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
     WHERE NOT t.ok AND t.at > p_at - interval '24 hours'),
    EXISTS (SELECT 1 FROM support_supporter f JOIN card ON f.person_id = card.person_id)
$$;
REVOKE ALL ON FUNCTION support_known(text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_known(text, text, timestamptz) TO haven_public, haven_staff;
"""

SQL = """
CREATE FUNCTION her_knock(p_source text, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO support_knock (source_hash, at) VALUES (p_source, p_at);
  RETURN (SELECT count(*)::integer FROM support_knock k
          WHERE k.source_hash = p_source AND k.at > p_at - interval '10 minutes' AND k.at <= p_at);
END $$;

CREATE FUNCTION her_live_consents(p_signer bigint, p_at timestamptz)
RETURNS TABLE (consent bigint, person bigint, scopes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.person_id, c.scopes::text[] FROM support_consent c JOIN support_supporter s ON s.id = c.supporter_id
  WHERE s.person_id = p_signer AND c.revoked_at IS NULL AND c.from_at <= p_at AND c.until_at > p_at
    AND c.scopes && ARRAY['see_updates', 'report', 'change_plan_with_her', 'help_apply']::varchar[]
  ORDER BY c.from_at, c.id
$$;

CREATE FUNCTION her_begin(p_signer bigint, p_token text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_person bigint := p_signer;
DECLARE found_consent bigint;
BEGIN
  IF p_signer IS NULL THEN RETURN false; END IF;
  IF EXISTS (SELECT 1 FROM support_supporter s WHERE s.person_id = p_signer) THEN
    SELECT l.consent, l.person INTO found_consent, found_person FROM her_live_consents(p_signer, p_at) l LIMIT 1;
    IF found_consent IS NULL THEN RETURN false; END IF;
  END IF;
  INSERT INTO support_visit (token_hash, signer_id, person_id, consent_id, opened_at, seen_at, minutes, names)
  VALUES (p_token, p_signer, found_person, found_consent, p_at, p_at, 20, false);
  INSERT INTO audit_readinglog (actor_key, role, operation, op, case_ref, person_ref, outcome, reason, row_count)
  SELECT 'card of person:' || p_signer, CASE WHEN found_consent IS NULL THEN 'protected_person' ELSE 'friend' END,
    'see_own_page', 'consultation', k.ref, '', 'shown', '', 1
  FROM cases_case k WHERE k.protected_id = found_person;
  RETURN true;
END $$;

CREATE FUNCTION her_visit_of(p_token text, p_at timestamptz)
RETURNS TABLE (visit bigint, signer bigint, person bigint, consent bigint, scopes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.id, v.signer_id, v.person_id, v.consent_id, c.scopes::text[]
  FROM support_visit v LEFT JOIN support_consent c ON c.id = v.consent_id
  WHERE v.token_hash = p_token AND v.ended_at IS NULL
    AND v.seen_at > p_at - make_interval(mins => v.minutes)
    AND v.opened_at > p_at - interval '8 hours'
    AND EXISTS (SELECT 1 FROM support_linecredential l WHERE l.person_id = v.signer_id AND l.ended_at IS NULL
                AND l.given_at <= v.opened_at)
    AND (v.consent_id IS NULL OR (c.revoked_at IS NULL AND c.from_at <= p_at AND c.until_at > p_at))
$$;

CREATE FUNCTION her_touch(p_token text, p_at timestamptz)
RETURNS TABLE (minutes integer, names boolean, opened_at timestamptz, scopes text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record;
BEGIN
  SELECT * INTO found FROM her_visit_of(p_token, p_at);
  IF found IS NULL OR found.visit IS NULL THEN RETURN; END IF;
  UPDATE support_visit v SET seen_at = greatest(v.seen_at, p_at) WHERE v.id = found.visit;
  RETURN QUERY SELECT v.minutes, v.names, v.opened_at, found.scopes FROM support_visit v WHERE v.id = found.visit;
END $$;

CREATE FUNCTION her_set(p_token text, p_at timestamptz, p_minutes integer, p_names boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE support_visit v SET minutes = coalesce(p_minutes, v.minutes), names = coalesce(p_names, v.names)
  WHERE v.id = (SELECT visit FROM her_visit_of(p_token, p_at));
  RETURN FOUND;
END $$;

CREATE FUNCTION her_end(p_token text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE support_visit SET ended_at = p_at WHERE token_hash = p_token AND ended_at IS NULL
$$;

CREATE FUNCTION her_look(p_token text, p_at timestamptz)
RETURNS TABLE (made_at timestamptz, shown jsonb, names jsonb, behind boolean, updates jsonb, sent jsonb, people jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE o record;
DECLARE with_names boolean;
DECLARE sees boolean;
BEGIN
  SELECT * INTO o FROM her_visit_of(p_token, p_at);
  IF o IS NULL OR o.visit IS NULL THEN RETURN; END IF;
  SELECT v.names INTO with_names FROM support_visit v WHERE v.id = o.visit;
  sees := o.consent IS NULL OR 'see_updates' = ANY (o.scopes);
  RETURN QUERY SELECT
    (SELECT h.made_at FROM support_showntoher h WHERE h.person_id = o.person),
    (SELECT CASE WHEN o.consent IS NULL THEN h.shown
                 WHEN sees THEN h.shown - 'plan'
                 ELSE '{}'::jsonb END FROM support_showntoher h WHERE h.person_id = o.person),
    (SELECT h.names FROM support_showntoher h WHERE h.person_id = o.person AND with_names AND sees),
    EXISTS (SELECT 1 FROM cases_pendingevent p JOIN cases_caseevent e ON e.id = p.event_id
            JOIN cases_case k ON k.id = e.case_id WHERE k.protected_id = o.person),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('ref', u.ref, 'kind', u.kind, 'at', e.at, 'told_at', u.told_at)
            ORDER BY e.at DESC, u.id DESC), '[]'::jsonb)
     FROM support_update u JOIN cases_case k ON k.id = u.case_id JOIN cases_caseevent e ON e.id = u.event_id
     WHERE k.protected_id = o.person AND u."to" = 'protected' AND sees
       AND (u.state <> 'closed' OR u.closed_because = 'told')),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'at', s.at, 'taken', s.taken_at IS NOT NULL,
            'became', s.became, 'refused', s.refused) ORDER BY s.at DESC, s.id DESC), '[]'::jsonb)
     FROM (SELECT * FROM support_herpost p WHERE p.person_id = o.person AND p.signer_id = o.signer AND p.kind <> 'read'
           ORDER BY p.at DESC LIMIT 20) s),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', CASE WHEN with_names THEN s.name ELSE '' END,
            'kind', s.kind, 'scopes', c.scopes, 'until', c.until_at) ORDER BY c.from_at, c.id), '[]'::jsonb)
     FROM support_consent c JOIN support_supporter s ON s.id = c.supporter_id
     WHERE o.consent IS NULL AND c.person_id = o.person AND c.revoked_at IS NULL AND c.until_at > p_at);
END $$;

CREATE FUNCTION her_post(p_token text, p_at timestamptz, p_command uuid, p_kind text, p_closed bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE o record;
DECLARE needs text;
BEGIN
  SELECT * INTO o FROM her_visit_of(p_token, p_at);
  IF o IS NULL OR o.visit IS NULL OR octet_length(p_closed) > 60000 THEN RETURN 'closed'; END IF;
  IF p_kind NOT IN ('read', 'tell', 'contact', 'needs', 'change', 'people') THEN RETURN 'closed'; END IF;
  needs := CASE p_kind WHEN 'tell' THEN 'report' WHEN 'contact' THEN 'change_plan_with_her' WHEN 'change' THEN 'help_apply' END;
  IF o.consent IS NOT NULL AND (needs IS NULL OR NOT (needs = ANY (o.scopes))) THEN RETURN 'closed'; END IF;
  IF (SELECT count(*) FROM support_herpost p WHERE p.signer_id = o.signer AND p.at > p_at - interval '1 day') >= 60 THEN
    RETURN 'full';
  END IF;
  INSERT INTO support_herpost (command_id, signer_id, person_id, consent_id, kind, closed, at, became, refused)
  VALUES (p_command, o.signer, o.person, o.consent, p_kind, p_closed, p_at, '', '')
  ON CONFLICT (command_id) DO NOTHING;
  DELETE FROM support_begun b WHERE b.signer_id = o.signer AND b.person_id = o.person
    AND (b.kind = p_kind OR starts_with(b.kind, p_kind || '_'));
  RETURN 'kept';
END $$;

CREATE FUNCTION her_end_consent(p_token text, p_at timestamptz, p_consent bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE o record;
BEGIN
  SELECT * INTO o FROM her_visit_of(p_token, p_at);
  IF o IS NULL OR o.visit IS NULL OR o.consent IS NOT NULL THEN RETURN false; END IF;
  UPDATE support_consent c SET revoked_at = p_at
  WHERE c.id = p_consent AND c.person_id = o.person AND c.revoked_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO support_herpost (command_id, signer_id, person_id, consent_id, kind, closed, at, became, refused)
  VALUES (gen_random_uuid(), o.signer, o.person, p_consent, 'consent_ended', '', p_at, '', '');
  RETURN true;
END $$;

CREATE FUNCTION her_keep(p_token text, p_at timestamptz, p_kind text, p_closed bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE o record;
BEGIN
  -- What was typed on a page that stood open too long, or that was left in a hurry a moment ago, is kept: it is written
  -- here, and nothing is read.
  SELECT v.signer_id, v.person_id INTO o FROM support_visit v LEFT JOIN support_consent c ON c.id = v.consent_id
  WHERE v.token_hash = p_token AND v.seen_at > p_at - interval '12 hours'
    AND (v.ended_at IS NULL OR v.ended_at > p_at - interval '1 minute')
    AND (v.consent_id IS NULL OR (c.revoked_at IS NULL AND c.until_at > p_at));
  IF o IS NULL OR o.signer_id IS NULL OR octet_length(p_closed) > 60000
    OR p_kind NOT IN ('tell_now', 'tell_when', 'tell_what', 'tell_safe', 'contact', 'needs', 'change', 'people')
    THEN RETURN false; END IF;
  INSERT INTO support_begun (signer_id, person_id, kind, closed, saved_at)
  VALUES (o.signer_id, o.person_id, p_kind, p_closed, p_at)
  ON CONFLICT (signer_id, person_id, kind) DO UPDATE SET closed = excluded.closed, saved_at = excluded.saved_at;
  RETURN true;
END $$;

CREATE FUNCTION her_kept(p_token text, p_at timestamptz, p_kind text) RETURNS TABLE (kind text, closed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.kind::text, b.closed FROM support_begun b JOIN her_visit_of(p_token, p_at) o
    ON o.signer = b.signer_id AND o.person = b.person_id WHERE b.kind = p_kind OR starts_with(b.kind, p_kind || '_')
$$;

CREATE FUNCTION her_drop(p_token text, p_at timestamptz, p_kind text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM support_begun b USING her_visit_of(p_token, p_at) o
  WHERE o.signer = b.signer_id AND o.person = b.person_id AND (b.kind = p_kind OR starts_with(b.kind, p_kind || '_'))
$$;

CREATE FUNCTION her_practice_doors() RETURNS TABLE (person bigint, friend boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.person_id, EXISTS (SELECT 1 FROM support_supporter s WHERE s.person_id = l.person_id)
  FROM support_linecredential l
  WHERE l.ended_at IS NULL AND EXISTS (SELECT 1 FROM accounts_instance i WHERE i.practice) ORDER BY 2, l.id LIMIT 8
$$;

CREATE FUNCTION her_practice_begin(p_person bigint, p_token text, p_at timestamptz) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT her_begin(d.person, p_token, p_at) FROM her_practice_doors() d WHERE d.person = p_person), false)
$$;

DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'public' AND p.proname LIKE 'her\\_%' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO haven_public', one);
  END LOOP;
  REVOKE ALL ON FUNCTION her_visit_of(text, timestamptz) FROM haven_public;
  REVOKE ALL ON FUNCTION her_live_consents(bigint, timestamptz) FROM haven_public;
END $$;
"""

NAMES = (
    "her_practice_begin(bigint, text, timestamptz)",
    "her_practice_doors()",
    "her_drop(text, timestamptz, text)",
    "her_kept(text, timestamptz, text)",
    "her_keep(text, timestamptz, text, bytea)",
    "her_end_consent(text, timestamptz, bigint)",
    "her_post(text, timestamptz, uuid, text, bytea)",
    "her_look(text, timestamptz)",
    "her_end(text, timestamptz)",
    "her_set(text, timestamptz, integer, boolean)",
    "her_touch(text, timestamptz)",
    "her_visit_of(text, timestamptz)",
    "her_begin(bigint, text, timestamptz)",
    "her_live_consents(bigint, timestamptz)",
    "her_knock(text, timestamptz)",
)
BACK = "".join(f"DROP FUNCTION {name};" for name in NAMES)


class Migration(migrations.Migration):
    dependencies = [("support", "0004_her_pages"), ("audit", "0001_initial"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(KNOWN, migrations.RunSQL.noop), migrations.RunSQL(SQL, BACK)]
