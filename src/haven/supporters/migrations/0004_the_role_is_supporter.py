"""The look of a worker at a case is written down under the code of the role that the interfaces name: supporter."""

from django.db import migrations

LOOK = """
CREATE OR REPLACE FUNCTION worker_case(p_token text, p_at timestamptz, p_placement uuid)
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
  SELECT 'user:' || w.user_id, '{role}', 'see_supported_case', 'consultation', k.ref, '', 'shown', '', 1
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_the_role_is_supporter"),
        ("supporters", "0003_posts_that_fail"),
    ]

    operations = [
        migrations.RunSQL(LOOK.format(role="supporter"), LOOK.format(role="support_worker")),
    ]
