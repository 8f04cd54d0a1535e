"""Otklik: the working system of a municipal control centre."""
