import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeyCount",
            fields=[
                ("key", models.IntegerField(primary_key=True, serialize=False)),
                ("entries", models.IntegerField()),
            ],
            options={
                "db_table": "matching_key",
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("account", models.BigIntegerField(primary_key=True, serialize=False)),
                ("an_hour", models.IntegerField()),
            ],
            options={
                "db_table": "matching_quota",
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("entries", models.BigIntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "matching_register",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("side", models.CharField(max_length=8)),
                ("matter_id", models.UUIDField(null=True)),
                ("child_id", models.UUIDField(null=True)),
                ("office_no", models.IntegerField()),
                ("state_code", models.CharField(default="", max_length=8)),
                ("district_code", models.CharField(default="", max_length=8)),
                ("sex", models.CharField(default="u", max_length=1)),
                ("birth_from", models.SmallIntegerField(null=True)),
                ("birth_to", models.SmallIntegerField(null=True)),
                ("event_on", models.DateField()),
                ("open", models.BooleanField(default=True)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                ("features", models.BinaryField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "matching_entry",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("open", True)),
                        fastupdate=False,
                        fields=["keys"],
                        name="matching_entry_keys",
                    ),
                    models.Index(fields=["child_id"], name="matching_entry_child"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ("missing", "found", "helpline", "sighting"))),
                        name="matching_entry_side",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", models.BigIntegerField()),
                ("posting", models.BigIntegerField(null=True)),
                ("entry_id", models.UUIDField(null=True)),
                ("searched_at", models.DateTimeField()),
                ("probes", models.IntegerField()),
                ("found", models.IntegerField()),
            ],
            options={
                "db_table": "matching_search",
                "indexes": [models.Index(fields=["account", "searched_at"], name="matching_search_account")],
            },
        ),
    ]
