"""One reader of dates, spans, times, amounts and numerals: every word is accounted for, or the bot asks."""
