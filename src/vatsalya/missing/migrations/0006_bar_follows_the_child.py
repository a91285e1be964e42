from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("missing", "0005_bar_lifted_by_two")]

    operations = [
        migrations.AddField("publicationbar", "carried_from", models.UUIDField(null=True)),
    ]
