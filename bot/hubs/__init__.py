"""What every feature of a hub asks: hubs, cohorts, holidays, which hub or person is meant, how dates are read."""
