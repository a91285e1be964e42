"""The append-only record of writes, reads and refusals. Plain ids only: it depends on nobody."""

from django.db import models


class Event(models.Model):
    """One thing that happened. `digest` covers the values, which stand apart so that they can be erased."""

    closed_to_all = "written by definer functions only; read by the sealer"
    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    txid = models.BigIntegerField()
    kind = models.TextField()
    table_name = models.TextField()
    row_id = models.TextField()
    child_id = models.UUIDField(null=True)
    account = models.BigIntegerField(null=True)
    posting = models.BigIntegerField(null=True)
    act = models.TextField()
    request_id = models.TextField()
    reason = models.TextField()
    digest = models.BinaryField()
    seq = models.BigIntegerField(null=True, unique=True)
    leaf = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["child_id", "-id"], name="event_child", condition=models.Q(child_id__isnull=False)),
            models.Index(fields=["id"], name="event_unsealed", condition=models.Q(seq=None)),
            models.Index(fields=["-id"], name="event_refusal", condition=models.Q(kind="refusal")),
        ]


class Value(models.Model):
    """What was before and after; erasing a row here leaves the tree whole."""

    closed_to_all = "written by definer functions only; read by the sealer"
    event_id = models.BigIntegerField(primary_key=True)
    child_id = models.UUIDField(null=True)
    salt = models.BinaryField()
    body = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["child_id"], name="value_child")]


class Head(models.Model):
    """A signed head of the tree: so many events, this root, at this time."""

    closed_to_all = "written by the sealer only"
    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    peaks = models.JSONField()
    at = models.DateTimeField()
    signature = models.BinaryField()
