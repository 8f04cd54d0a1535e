"""The official forms, one file each."""
