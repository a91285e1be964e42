"""What is told to whom, with no child's identity in it."""

from django.db import models

from .sealing import unseal


class Notice(models.Model):
    """A line on an office's desk; the matter's id is a plain value, its own wall decides who may open it."""

    open_to_all = "codes and case numbers only; never a name"
    to_no = models.IntegerField()
    code = models.CharField(max_length=48)
    matter_id = models.UUIDField(null=True)
    number = models.CharField(max_length=24, blank=True, default="")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["to_no", "-at"], name="notice_desk")]


class Message(models.Model):
    """A text message to a telephone: template code and case number; sent by the worker."""

    open_to_all = "telephone number and text are sealed"
    template = models.CharField(max_length=48)
    to_sealed = models.BinaryField()
    body_sealed = models.BinaryField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="message_due", condition=models.Q(sent_at=None))]

    @property
    def body(self) -> str:
        """The text, for the gateway and the demo's telephone page."""
        return unseal(self.body_sealed)
