"""An appeal under 59-ФЗ on the desk: its road on the card, personal reception, ways in, answers to many."""
