"""Long runs against real processes: `python -m tests.drill` makes things fail and counts what people heard.

`killing` and `school_year` beside it are run by their own names.
"""
