from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        # A text that waits in clear is not sent any more: it cannot be sealed without the server's key.
        migrations.RunSQL("UPDATE notices_message SET next_try_at = NULL WHERE sent_at IS NULL", migrations.RunSQL.noop),
        migrations.RemoveField("message", "body"),
        migrations.AddField("message", "body_sealed", models.BinaryField(default=b""), preserve_default=False),
    ]
