from django.db import migrations

SQL = """
-- An issued version never changes, but for the end of its effect (written once) and the service of its paper.
CREATE FUNCTION orderversion_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.order_id <> OLD.order_id OR NEW.seq <> OLD.seq OR NEW.cause <> OLD.cause
     OR NEW.outcome_id IS DISTINCT FROM OLD.outcome_id
     OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS DISTINCT FROM OLD.effective_at)
     OR NEW.notice_given_to_subject <> OLD.notice_given_to_subject
     OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
     OR (OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id) THEN
    RAISE EXCEPTION 'A version of an order never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER orderversion_immutable BEFORE UPDATE ON orders_orderversion FOR EACH ROW EXECUTE FUNCTION orderversion_immutable();
-- A clause number is used once in the life of an order: a version may not bring back one that an earlier version dropped.
CREATE FUNCTION requirement_number_for_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE this orders_orderversion%ROWTYPE;
BEGIN
  SELECT * INTO this FROM orders_orderversion WHERE id = NEW.version_id;
  IF EXISTS (SELECT 1 FROM orders_requirement r JOIN orders_orderversion v ON v.id = r.version_id
             WHERE v.order_id = this.order_id AND v.seq < this.seq AND r.clause = NEW.clause)
     AND NOT EXISTS (SELECT 1 FROM orders_requirement r JOIN orders_orderversion v ON v.id = r.version_id
             WHERE v.order_id = this.order_id AND v.seq = this.seq - 1 AND r.clause = NEW.clause) THEN
    RAISE EXCEPTION 'Clause % was used before in this order', NEW.clause USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER requirement_number_for_life BEFORE INSERT ON orders_requirement FOR EACH ROW EXECUTE FUNCTION requirement_number_for_life();

CREATE TRIGGER orders_requirement_append_only BEFORE UPDATE OR DELETE ON orders_requirement FOR EACH ROW EXECUTE FUNCTION haven_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON orders_requirement FROM haven_staff;
"""


class Migration(migrations.Migration):
    dependencies = [('orders', '0001_initial'), ('audit', '0002_append_only')]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
