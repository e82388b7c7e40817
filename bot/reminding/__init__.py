"""What people say of their reminders, and what they are told of them, apart from any platform and any SQL."""
