"""One row a person for comparing and finding, and the words of all names.

The two functions read by the inverted index and never otherwise: the planner knows neither how dear it is to compare long
arrays nor that a check must not read a whole table, so a full read is switched off inside them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION parties_people_by_keys(wanted integer[], most integer)
RETURNS TABLE (person_id bigint, names text, born integer, sex varchar, places text)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT p.person_id, p.names, p.born, p.sex, p.places FROM parties_personsearch p
    WHERE p.keys && wanted LIMIT most;
END $$;
CREATE FUNCTION parties_words_by_keys(wanted integer[], most integer)
RETURNS TABLE (word varchar, bearers integer)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT w.word, w.bearers FROM parties_nameword w WHERE w.keys && wanted LIMIT most;
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION parties_people_by_keys(integer[], integer);
DROP FUNCTION parties_words_by_keys(integer[], integer);
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_person_by_born")]

    operations = [
        migrations.RemoveIndex(model_name="searchkey", name="search_key_trigram"),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("word", models.CharField(db_collation="C", max_length=60, primary_key=True, serialize=False)),
                ("bearers", models.IntegerField(default=1)),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["keys"], name="name_word_keys")
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonSearch",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="parties.person",
                    ),
                ),
                ("born", models.IntegerField(default=0)),
                ("version", models.SmallIntegerField()),
                ("sex", models.CharField(blank=True, max_length=1)),
                ("names", models.TextField()),
                ("places", models.TextField(blank=True)),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["keys"], name="person_search_keys")
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]
