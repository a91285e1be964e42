"""Sittings of a Committee: who was present, what was heard."""

from django.db import models
from django.db.models import Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter, Move
from vatsalya.offices.models import Office, Posting


class Sitting(models.Model):
    """One sitting of a Committee (s.28): at least twenty days a month."""

    open_to_all = "dates and members; no child"
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="sittings")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Posting, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office"], condition=Q(closed_at=None), name="one_open_sitting")]


class Presence(models.Model):
    """A member present at a sitting; a member who steps back from a case is not counted there."""

    open_to_all = "dates and members; no child"
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="presences")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "posting"], name="member_once_in_sitting")]


class Hearing(Scoped):
    """A matter on the cause list of a sitting, and what came of it."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="hearings")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="hearings")
    place = models.SmallIntegerField(default=0)
    move = models.ForeignKey(Move, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["matter", "sitting"], name="matter_once_on_list")]
