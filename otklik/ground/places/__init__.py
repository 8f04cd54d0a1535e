"""The municipality and its addresses."""
