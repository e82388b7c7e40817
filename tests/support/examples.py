"""How many random examples a test draws: a fifth in `make test`, all of them where every test runs."""

from hypothesis import settings

ALL, A_FIFTH = "every example", "a fifth of the examples"
WHOLE = 100  # Hypothesis's own number

# The same examples on every run: what a chance find would show, the slow tests look for, with new ones each time.
settings.register_profile(ALL, derandomize=True, database=None, max_examples=WHOLE)
settings.register_profile(A_FIFTH, derandomize=True, database=None, max_examples=WHOLE // 5)


def examples(many: int) -> int:
    """many: where every test runs."""
    profile = settings.get_current_profile_name()
    return max(1, many // 5) if profile == A_FIFTH else many
