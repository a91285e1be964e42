"""Social investigations and follow-ups: who was asked, by when, what came of it."""

from django.db import models

from vatsalya.access.scope import Scoped
from vatsalya.matters.models import Matter
from vatsalya.offices.models import Office, Posting
from vatsalya.papers.models import Paper


class Investigation(Scoped):
    """A social investigation ordered by Form 21 and answered by Form 22 (s.36(2))."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="investigations")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    order = models.OneToOneField(Paper, models.PROTECT, related_name="+")
    report = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        pass


class FollowUp(Scoped):
    """A visit after restoration (Form 7 part D): first, two months, six months, then by rule."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="follow_ups")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    part = models.SmallIntegerField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    child_safe = models.BooleanField(null=True)
    report = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["matter", "part"], name="follow_up_once")]
