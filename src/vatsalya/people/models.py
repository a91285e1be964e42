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
