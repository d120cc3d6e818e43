"""The journal for those who oversee it, and the recurring check of who has looked at what (loggkontroll)."""
