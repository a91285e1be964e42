"""A synthetic country: offices, staff and children that exist nowhere, in any number, the same for a seed."""
