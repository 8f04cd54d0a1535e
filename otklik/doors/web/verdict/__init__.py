"""How citizens rate answers: figures, calls, disputes."""
