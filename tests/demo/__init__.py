"""The demonstration: what it invents, and that it is what it says it is."""
