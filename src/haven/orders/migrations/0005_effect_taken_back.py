from django.db import migrations

SQL = """
-- As before, and one thing more: the effect of a version may be taken back whole, because an order that waited for another
-- had not taken effect after all. It is given again from null, as ever; it is never put elsewhere in one step.
CREATE OR REPLACE FUNCTION orderversion_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.order_id <> OLD.order_id OR NEW.seq <> OLD.seq OR NEW.cause <> OLD.cause
     OR NEW.outcome_id IS DISTINCT FROM OLD.outcome_id
     OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS NOT NULL AND NEW.effective_at <> OLD.effective_at)
     OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM orders_order o WHERE o.id = OLD.order_id AND o.effect_rule = 'on_end_of_order'))
     OR NEW.notice_given_to_subject <> OLD.notice_given_to_subject
     OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
     OR (OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id) THEN
    RAISE EXCEPTION 'A version of an order never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_newest_first")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
