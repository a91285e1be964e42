"""People who sign in, their invitations, what the brake counts, and citizens' one-time codes."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now


class Accounts(BaseUserManager["Account"]):
    """Accounts by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with this sign-in name, in whatever case it is typed."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A named person, never an office. What the person may do comes from postings."""

    open_to_all = "names of officials; no child's data"
    username = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=24, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2, default="hi")
    is_active = models.BooleanField(default=True)
    must_set_up = models.BooleanField(default=True)
    #: The time step of the last authenticator code that was used: a code heard by others is worth nothing.
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=("hi", "en")), name="account_language"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def name(self) -> str:
        """What the person is called on the screen."""
        return self.full_name


class Invitation(models.Model):
    """A one-time way in for a new person; only a digest of the token is kept."""

    open_to_all = "digests and dates"
    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    by_account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")


class Attempt(models.Model):
    """A try at the door, for the brake and for auditors: no password; a name nobody has stays a digest."""

    open_to_all = "digests and times"
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    name_digest = models.BinaryField()
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=32, blank=True, default="")
    ok = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_digest", "-at"], name="attempt_name"),
            models.Index(fields=["address", "-at"], name="attempt_address"),
            models.Index(fields=["account", "-at"], name="attempt_account"),
            models.Index(fields=["-at"], name="attempt_at"),
        ]


class Challenge(models.Model):
    """A one-time code for a citizen: only keyed digests of number and code are kept."""

    open_to_all = "digests and times"
    id = models.UUIDField(primary_key=True)
    purpose = models.CharField(max_length=24)
    about = models.CharField(max_length=64)
    phone_digest = models.BinaryField()
    code_digest = models.BinaryField()
    address = models.GenericIPAddressField(null=True)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_digest", "-made_at"], name="challenge_phone"),
            models.Index(fields=["address", "-made_at"], name="challenge_address"),
        ]
