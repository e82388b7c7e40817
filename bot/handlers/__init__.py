"""One file per thing a person can do. Files here are found by bot.routes; there is no list to keep."""
