"""The eligibility check: what a message means in it, how each step reads, and what a step does to the walk."""
