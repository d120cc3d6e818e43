"""Start: what waits for each person, how far the rounds have come, and the way around the house."""
