"""Statutory forms as signed, versioned snapshots, and drafts of forms half filled."""

from django.db import models

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter, Move
from vatsalya.offices.models import Office, Posting
from vatsalya.people.models import Child


class Paper(Scoped):
    """A form as it was signed. Never edited: a later one supersedes it (s.104 for orders)."""

    owner = "matter"
    child_column = "child_id"
    audit_hide = ("answers",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    serial = models.CharField(max_length=28, unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="papers")
    child = models.ForeignKey(Child, models.PROTECT, null=True, related_name="+")
    move = models.ForeignKey(Move, models.PROTECT, null=True, related_name="papers")
    form = models.CharField(max_length=12)
    form_version = models.CharField(max_length=12)
    answers = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    members = models.JSONField(default=list)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter", "form"], name="paper_matter")]


class Draft(Scoped):
    """A form half filled: one to a person, form and matter; sealed, for its writer only."""

    may_be_deleted = True
    audit_hide = ("answers",)

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=12)
    about = models.CharField(max_length=40, blank=True, default="")
    form_version = models.CharField(max_length=12)
    answers = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["posting", "form", "about"], name="one_draft")]


class Submission(models.Model):
    """A form's one-time token: the second click of a double click finds it used."""

    open_to_all = "random tokens; nothing else"
    token = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    result = models.CharField(max_length=120, blank=True, default="")
