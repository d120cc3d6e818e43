"""Notices by e-mail: an outbox that is written with what it tells of, and a postman who empties it afterwards."""
