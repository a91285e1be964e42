from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("missing", "0004_pairs_that_people_decide")]

    operations = [
        migrations.AddField("publicationbar", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField("publicationbar", "asked_by", models.IntegerField(null=True)),
        migrations.AddField("publicationbar", "asked_why", models.TextField(blank=True, default="")),
        migrations.AddField("publicationbar", "lifted_at", models.DateTimeField(null=True)),
        migrations.AddField("publicationbar", "lifted_by", models.IntegerField(null=True)),
        migrations.RemoveConstraint("publicationbar", "bar_once"),
        migrations.AddConstraint(
            "publicationbar",
            models.UniqueConstraint(fields=["matter", "ground"], condition=Q(lifted_at=None), name="bar_once"),
        ),
        migrations.AddConstraint(
            "publicationbar",
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, asked_by__isnull=False, asked_why__regex=r"\S")
                & ~Q(lifted_by=F("asked_by"))
                & ~Q(lifted_by=F("by")),
                name="bar_lifted_by_two",
            ),
        ),
    ]
