"""Which messages speak of one thing: fingerprints, links with verdicts of people, mass problems, repeats."""
