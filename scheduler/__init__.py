"""What must be said without being asked: when, to whom, and once each."""
