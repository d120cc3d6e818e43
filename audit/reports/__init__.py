"""The report that the boards receive: one content model, shown as a page and written as a Word file."""
