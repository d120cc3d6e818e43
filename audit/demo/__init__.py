"""The demonstration: invented registers and an invented history, made through the rooms' own operations."""
