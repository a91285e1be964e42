"""The end of a family's report is asked for by one officer and confirmed by another."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("citizens", "0002_crowd")]

    operations = [
        migrations.AddField(
            model_name="citizenreport",
            name="end_outcome",
            field=models.CharField(blank=True, default="", max_length=24),
        ),
        migrations.AddField(model_name="citizenreport", name="end_reason", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="citizenreport", name="end_asked_by", field=models.IntegerField(null=True)),
        migrations.AddField(model_name="citizenreport", name="end_asked_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="citizenreport", name="end_confirmed_by", field=models.IntegerField(null=True)),
        migrations.AddConstraint(
            model_name="citizenreport",
            constraint=models.CheckConstraint(
                condition=Q(end_confirmed_by=None) | ~Q(end_confirmed_by=F("end_asked_by")), name="citizen_ended_by_two"
            ),
        ),
    ]
