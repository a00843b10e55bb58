"""Cards of the practice story; and what may be told is asked for by the card that was proven, not by the number of a person."""

import django.db.models.deletion
from django.db import migrations, models


SQL = """
DROP FUNCTION line_news(bigint, timestamptz);

CREATE FUNCTION line_news(p_card text, p_at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shown FROM line_lineshown s
  JOIN support_linecredential k ON k.person_id = s.person_id AND k.card_number = p_card AND k.ended_at IS NULL
  JOIN parties_safecontactplan p ON p.person_id = s.person_id AND p.superseded_at IS NULL AND p.voided_at IS NULL
  JOIN support_planwishes w ON w.plan_id = p.id AND w.line_news_allowed
  WHERE s.made_at BETWEEN p_at - interval '5 minutes' AND p_at + interval '1 minute'
    AND (s.good_until IS NULL OR p_at < s.good_until)
$$;

CREATE FUNCTION line_practice_cards() RETURNS TABLE (card_number text, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.card_number::text, c.words::text FROM line_practicecard c
  JOIN support_linecredential k ON k.id = c.card_id AND k.ended_at IS NULL
  WHERE EXISTS (SELECT 1 FROM accounts_instance i WHERE i.practice) ORDER BY c.id
$$;

REVOKE ALL ON FUNCTION line_news(text, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION line_practice_cards() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION line_news(text, timestamptz) TO haven_public;
GRANT EXECUTE ON FUNCTION line_practice_cards() TO haven_public;
"""
BACK = """
DROP FUNCTION line_practice_cards();
DROP FUNCTION line_news(text, timestamptz);

CREATE FUNCTION line_news(p_person bigint, p_at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT NULL::jsonb $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('line', '0002_public_host'),
        ('support', '0005_her_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='PracticeCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=120)),
                ('card', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.linecredential')),
            ],
        ),
        migrations.RunSQL(SQL, BACK),
    ]
