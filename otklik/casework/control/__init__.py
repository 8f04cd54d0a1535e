"""What must not be forgotten: reminders, escalations, conflicts and what a board watches."""
