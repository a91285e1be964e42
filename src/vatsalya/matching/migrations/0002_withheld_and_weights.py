from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_entry")]

    operations = [
        migrations.AddField(
            model_name="entry", name="withheld", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.CreateModel(
            name="WeightsVersion",
            fields=[
                ("version", models.IntegerField(primary_key=True, serialize=False)),
                ("base", models.DateField()),
                ("learned", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("proposed_by", models.CharField(max_length=120)),
                ("proposed_at", models.DateTimeField()),
                ("approved_by", models.CharField(max_length=120, null=True)),
                ("approved_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "matching_weights",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("approved_by", None))
                        | models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        name="weights_by_two",
                    )
                ],
            },
        ),
    ]
