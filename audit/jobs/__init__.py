"""Work that takes longer than a request: a table, its progress, and a worker that takes up what a restart left."""
