"""What is different between two versions of a form, for somebody who was filling the older one."""

from dataclasses import dataclass

from vatsalya.law.load import law
from vatsalya.law.shapes import Field, Form


@dataclass(frozen=True)
class Changes:
    """Questions that are new or asked differently, and questions that are no longer asked."""

    asked: tuple[Field, ...]
    gone: tuple[Field, ...]


def version(no: str, number: str) -> Form | None:
    """A form as it stood in one version, if law data still knows it."""
    return next((form for form in law().form_versions.get(no, ()) if form.version == number), None)


def between(old: Form | None, new: Form) -> Changes:
    """The changes from one version to another; none can be named when the old one is unknown."""
    if old is None:
        return Changes((), ())
    before = {field.key: field for field in old.fields}
    after = {field.key for field in new.fields}
    return Changes(
        asked=tuple(f for f in new.fields if f.key not in before or _differs(before[f.key], f)),
        gone=tuple(f for f in old.fields if f.key not in after),
    )


def _differs(old: Field, new: Field) -> bool:
    """True when the answer given to the old question may not be the answer to the new one."""
    names = ("type", "label", "codes", "required", "min", "max", "columns")
    return any(getattr(old, name) != getattr(new, name) for name in names)
