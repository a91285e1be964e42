from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]

    operations = [migrations.AddField("clock", "lapsed", models.BooleanField(default=False))]
