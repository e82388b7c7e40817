"""What must be said without being asked. An empty room until reminders and announcements are built."""
