"""What the adapters count: requests that were refused, answers that no platform took, platforms that answer."""

from prometheus_client import Counter, Gauge

REFUSED = Counter("mastery_refused_requests", "Requests that were refused, by why", ["platform", "reason"])
NOT_DELIVERED = Counter("mastery_answers_not_delivered", "Answers that a platform did not take", ["platform"])
PLATFORM_UP = Gauge("mastery_platform_up", "1 while the platform answers, as last seen", ["platform"])
CHECK = Gauge("mastery_check", "1 while it holds: store, sending, waiting, as /readyz has them", ["name"])
SECRET_ENDS = Gauge("mastery_teams_secret_days_left", "Days until the client secret for Teams ends, if configured")
