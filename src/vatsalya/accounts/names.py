"""How sign-in names tell a department's system from a person."""

#: The beginning of the sign-in name of a system's account; no person's begins so.
MACHINE = "system."
