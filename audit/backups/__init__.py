"""Copies of an installation that outlive it: sealed, read back, kept for a time and restored into an empty place."""
