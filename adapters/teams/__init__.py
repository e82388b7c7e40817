"""Teams over botbuilder-core: activities in, Adaptive Cards out. The only botbuilder imports."""

from adapters.platform import Off, Platform, Surroundings


def connect(around: Surroundings) -> Platform | Off:
    """Teams, when its credentials are in the environment. Raises SettingsError for half of them."""
    return Off(
        "Teams", "not built yet" if around.environment.get("MICROSOFT_APP_ID") else "no MICROSOFT_APP_ID is set"
    )
