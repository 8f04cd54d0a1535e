"""Settings, people, catalogs and imports."""
