"""What the program costs, measured against a plain alternative in the same run."""
