"""Reading what others write: files of tables, dates, wordings; adapters stand on it."""
