"""Brings up the portal's database and processes; knows nothing of Django or of the portal's code."""
