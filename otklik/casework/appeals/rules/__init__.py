"""What 59-ФЗ lets be decided of an appeal, as tables and pure functions."""
