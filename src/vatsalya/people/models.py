"""Children. What may be read with the case stands here; identity lies sealed in the vault."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import child_number, new_id


class Person(models.Model):
    """An anchor without any data: sheets that people have found to be the same child hang on one."""

    open_to_all = "an anchor; holds nothing but an id"
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)


class Child(Scoped):
    """What one proceeding knows of a child; care, conflict and missing files keep sheets apart.

    The matter that leads the sheet sets its four columns (see matters/sql).
    """

    child_column = "id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="sheets")
    number = models.CharField(max_length=16, unique=True, default=child_number)
    sex = models.CharField(max_length=12)
    age_value = models.FloatField(null=True)
    age_basis = models.CharField(max_length=16, default="told")
    age_on = models.DateField()
    birth_from = models.SmallIntegerField(null=True)
    birth_to = models.SmallIntegerField(null=True)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    disability = models.CharField(max_length=32, blank=True, default="")

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["person"], name="child_person")]


class Vault(Scoped):
    """A child's identity, sealed under a key of its own; destroying the key erases it."""

    owner = "child"
    child_column = "child_id"
    audit_hide = ("key", "identity")

    child = models.OneToOneField(Child, models.PROTECT, primary_key=True, related_name="vault")
    key = models.BinaryField(null=True)
    identity = models.BinaryField()
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        pass


class Photo(Scoped):
    """A photograph, re-encoded and sealed: a small and a large copy, and the original as it came."""

    owner = "child"
    child_column = "child_id"
    audit_hide = ("small", "large", "original")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="photos")
    small = models.BinaryField()
    large = models.BinaryField()
    original = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    taken_on = models.DateField(null=True)
    given_by = models.CharField(max_length=32, blank=True, default="")
    added_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        pass


class Join(Scoped):
    """Two anchors found to be one child: which sheets moved, on which ground; parted again by a second row.

    Visible to the machine alone: that two sheets are one child may join two realms.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    keep = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sheets = ArrayField(models.UUIDField(), default=list)
    ground = models.CharField(max_length=16)
    about = models.UUIDField()
    at = models.DateTimeField()
    parts = models.OneToOneField("self", models.PROTECT, null=True, related_name="parted_by")

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["about"], name="join_about")]


class Merge(Scoped):
    """Two sheets of one child within a realm: asked by one owner, compared, picked, agreed; undone within a time.

    What both sheets held before lies sealed here, so that un-merging gives back the same bytes.
    """

    audit_hide = ("key", "picks", "before", "before_identity")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.CharField(max_length=12, default="asked")
    keep = models.ForeignKey(Child, models.PROTECT, related_name="+")
    other = models.ForeignKey(Child, models.PROTECT, related_name="+")
    keep_matter = models.UUIDField()
    other_matter = models.UUIDField()
    keep_no = models.IntegerField()
    other_no = models.IntegerField()
    key = models.BinaryField()
    picks = models.BinaryField(null=True)
    before = models.BinaryField(null=True)
    before_identity = models.BinaryField(null=True)
    before_version = models.IntegerField(null=True)
    after_version = models.IntegerField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.IntegerField()
    asked_no = models.IntegerField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.IntegerField(null=True)
    picked_at = models.DateTimeField(null=True)
    picked_by = models.IntegerField(null=True)
    picked_no = models.IntegerField(null=True)
    merged_at = models.DateTimeField(null=True)
    merged_by = models.IntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.IntegerField(null=True)
    reason = models.CharField(max_length=24, blank=True, default="")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["keep", "other"],
                condition=models.Q(stage__in=("asked", "open", "picked", "merged")),
                name="one_merge_of_two",
            ),
            models.CheckConstraint(condition=~models.Q(keep=models.F("other")), name="merge_of_two"),
            # Where the offices differ, whoever picked does not agree for the other office too.
            models.CheckConstraint(
                condition=~models.Q(stage="merged")
                | models.Q(keep_no=models.F("other_no"))
                | ~models.Q(merged_by=models.F("picked_by")),
                name="merged_by_two",
            ),
        ]
