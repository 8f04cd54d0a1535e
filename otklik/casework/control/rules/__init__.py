"""When to remind whom, when to be quiet, and what goes wrong between a citizen and those who answer."""
