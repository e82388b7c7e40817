"""When a deployment reminds that sets nothing: for the settings, and for the rules that are made of them."""

RESIDENTIAL = (28, 7, 1)  # days before the first day
REPORT = (14, 3, 0)  # days before it is due
LATE_EVERY = 7  # days between two reminders about a late report
NUDGE_ON, PACE_ON = 5, 20  # days of the month
OPENS, CLOSES = "07:30", "18:30"  # by each person's own clock
