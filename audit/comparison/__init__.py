"""Year against year: every question and board, also for years that exist only on paper."""
