"""How a platform stands, as /readyz says it: three failures in a row, or a refusal of the bot itself."""

from adapters.platform_health import GETS_A_TRY, PlatformHealth


def test_a_third_failure_in_a_row_is_said_and_a_success_ends_it() -> None:
    reach = PlatformHealth("Teams", lambda: 0.0)
    for _ in range(2):
        reach.failed("HTTP 500")
    assert reach.problem() == ""
    reach.failed("HTTP 500")
    assert reach.problem() == "Teams did not answer 3 times (HTTP 500)"
    reach.well()
    assert reach.problem() == ""


def test_a_refused_token_is_said_at_once() -> None:
    reach = PlatformHealth("Slack", lambda: 0.0)
    reach.refused("Slack does not take the bot's token")
    assert reach.problem() == "Slack does not take the bot's token"
    reach.well()
    assert reach.problem() == ""


def test_who_is_not_ready_gets_a_try_after_a_while_for_without_events_nothing_could_show_that_all_is_well() -> (
    None
):
    now = [0.0]
    reach = PlatformHealth("Teams", lambda: now[0])
    for _ in range(3):
        reach.failed("HTTP 500")
    now[0] = GETS_A_TRY + 1
    assert reach.problem() == ""
    reach.failed("HTTP 500")
    assert reach.problem() == "Teams did not answer 4 times (HTTP 500)"
