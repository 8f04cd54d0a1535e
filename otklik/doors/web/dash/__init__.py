"""The head's pages: the dashboard and the reports."""
