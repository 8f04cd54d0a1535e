"""The work on a case, in the order of the road."""
