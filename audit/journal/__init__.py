"""The tamper-evident log of everything that was done: one chain of hashes per instance."""
