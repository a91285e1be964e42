"""Break-glass: a dated right to read one matter, with a reason, told to the authority at once."""

from django.db import models
from django.db.models import F, Q

from vatsalya.offices.models import Posting


class Grant(models.Model):
    """One posting may read one matter until `until_at`; its number stands among the matter's shares."""

    open_to_all = "who opened the glass, when and why; no child's data"
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="grants")
    matter_id = models.UUIDField()
    reason = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at"))
                & Q(until_at__lte=F("from_at") + models.Value("3 hours", output_field=models.DurationField())),
                name="grant_at_most_three_hours",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_has_reason"),
        ]
        indexes = [models.Index(fields=["posting", "until_at"])]
