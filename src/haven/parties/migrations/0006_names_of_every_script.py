"""Keys of names in other scripts than Latin: composed, as they are now asked; and their search rows marked as of an earlier
version, so that `haven migrate` and the night write them anew. Rows of Latin names are as they were."""

from django.db import migrations

COMPOSED = "UPDATE parties_searchkey SET key = normalize(key, NFC) WHERE key IS NOT NFC NORMALIZED"
EARLIER = """
UPDATE parties_personsearch s SET version = 0
WHERE EXISTS (SELECT FROM parties_personname n WHERE n.person_id = s.person_id AND n.as_written ~ '[^\\x01-\\x7f]')
   OR EXISTS (SELECT FROM parties_address a WHERE a.person_id = s.person_id AND a.lines ~ '[^\\x01-\\x7f]')
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_needs_asked_by_them")]

    operations = [
        migrations.RunSQL(COMPOSED, migrations.RunSQL.noop),
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
    ]
