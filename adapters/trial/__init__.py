"""`mastery try`: a teacher, a specialist and a hub lead side by side on one page, with a clock to move."""
