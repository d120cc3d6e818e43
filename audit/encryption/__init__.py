"""Columns encrypted with a key that lies outside the database, where the installation has chosen that."""
