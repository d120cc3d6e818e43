"""How long things are kept: decided rules, what is due, erasure by two, and what is held of one person."""
