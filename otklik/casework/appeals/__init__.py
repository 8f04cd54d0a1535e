"""Decisions under 59-ФЗ: who considers an appeal, what stops it, what the citizen is told of."""
