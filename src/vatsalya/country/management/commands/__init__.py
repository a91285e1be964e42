"""Commands of the synthetic country."""
