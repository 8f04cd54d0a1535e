"""What a person does with an appeal under 59-ФЗ, one file a leg of its road."""
