"""The outside world: platforms' events become activities, replies become what they show."""
