"""The case of a child alleged to be in conflict with law; free text lies sealed under the child's own key."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter, Move
from vatsalya.offices.models import Office, Posting
from vatsalya.papers.models import Paper
from vatsalya.people.models import Child


class BoardCase(Scoped):
    """What clocks, guards and figures need of a Board's case; nothing here says who the child is."""

    owner = "matter"

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="board_case")
    station = models.ForeignKey(Office, models.PROTECT, related_name="+")
    board = models.ForeignKey(Office, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    journey_minutes = models.IntegerField(default=0)
    offence_on = models.DateField()
    age_then = models.SmallIntegerField()
    klass = models.CharField(max_length=8)
    #: Before a Board is not sitting, a single member acts: the Board ratifies at its next sitting (s.7(2)).
    alone_at = models.DateTimeField(null=True)
    produced_at = models.DateTimeField(null=True)
    next_on = models.DateField(null=True)
    bail = models.CharField(max_length=40, blank=True, default="")
    legal_aid = models.BooleanField(null=True)
    plan_given = models.BooleanField(default=False)
    end_proposed_at = models.DateTimeField(null=True)
    end_signed_by = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    assessed_at = models.DateTimeField(null=True)
    tried_as_adult = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    codes = ArrayField(models.CharField(max_length=12), default=list)
    order_until = models.DateField(null=True)
    probation_officer = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    appeal_pending = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["next_on"], name="board_next", condition=Q(next_on__isnull=False)),
        ]


class Charge(Scoped):
    """The sections alleged from an instant on, and the class that followed; an earlier row stays as it was."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="charges")
    sections = models.JSONField(default=list)
    klass = models.CharField(max_length=8)
    at = models.DateTimeField()
    by = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        pass


class Note(Scoped):
    """Reasons and circumstances that go with a step: sealed, so that they go with the child's key."""

    owner = "matter"
    audit_hide = ("text",)

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="board_notes")
    move = models.ForeignKey(Move, models.PROTECT, related_name="+")
    text = models.BinaryField()

    class Meta(Scoped.Meta):
        pass


class Custody(Scoped):
    """A stay that the Board ordered, or one night: where, since when, until when; one at a time."""

    owner = "matter"
    child_column = "child_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="custodies")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    home = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    ordered_at = models.DateTimeField()
    until_on = models.DateField()
    received_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["child"], condition=Q(left_at=None), name="one_open_custody")]
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["home"], name="custody_home", condition=Q(left_at=None)),
        ]


class Inquiry(Scoped):
    """A social investigation that the Board ordered from a probation officer (s.8(3)(e), s.13(1))."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="board_inquiries")
    given_to = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    order = models.OneToOneField(Paper, models.PROTECT, related_name="+")
    report = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(filed_at=None), name="one_open_board_inquiry")
        ]


class Holder(Scoped):
    """An office that holds a copy and must destroy it; the row is that office's own and names no child (s.24(2))."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.UUIDField()
    number = models.CharField(max_length=24)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "office"], name="holder_once")]


class Certificate(models.Model):
    """That the record of a case was destroyed: number, days, who; no child and no offence."""

    open_to_all = "a number and days; what was destroyed is gone"
    number = models.CharField(max_length=24, primary_key=True)
    board = models.ForeignKey(Office, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    destroyed_at = models.DateTimeField()
    holders = models.SmallIntegerField()
    signed_by = models.ForeignKey(Posting, models.PROTECT, related_name="+")
