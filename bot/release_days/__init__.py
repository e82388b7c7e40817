"""Release days in words: what somebody asks to log or change, and how their record is said back."""
