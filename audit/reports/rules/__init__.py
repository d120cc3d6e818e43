"""What a report says, decided without a database: proposals in words, tables, and the document put together."""
