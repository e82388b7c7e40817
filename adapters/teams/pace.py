"""Teams' own pace: how long to wait before the next message to a conversation, and to a tenant."""

from collections import OrderedDict, deque
from collections.abc import Callable

CONVERSATION = (
    (7, 1.0),
    (8, 2.0),
    (60, 30.0),
    (1_800, 3_600.0),
)  # messages in seconds, as Microsoft documents them
TENANT = ((30, 1.0),)
MOST = 5_000  # conversations remembered; the longest unused goes first


class Window:
    """When messages went, as far back as the longest rule looks."""

    def __init__(self, rules: tuple[tuple[int, float], ...]) -> None:
        self._rules = rules
        self._sent: deque[float] = deque(maxlen=max(most for most, _ in rules))

    def wait(self, now: float) -> float:
        """Seconds until one more message keeps to every rule."""
        waits = [self._sent[-most] + seconds - now for most, seconds in self._rules if len(self._sent) >= most]
        return max([0.0, *waits])

    def note(self, at: float) -> None:
        self._sent.append(at)


class Pace:
    """`monotonic` counts seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._conversations: OrderedDict[str, Window] = OrderedDict()
        self._tenants: OrderedDict[str, Window] = OrderedDict()

    def take(self, conversation: str, tenant: str, longest: float) -> float:
        """Seconds to wait before sending. The place is taken with them, unless they are more than `longest`."""
        now = self._monotonic()
        windows = [
            _window(self._conversations, conversation, CONVERSATION),
            _window(self._tenants, tenant, TENANT),
        ]
        wait = max(window.wait(now) for window in windows)
        if wait <= longest:
            for window in windows:
                window.note(now + wait)
        return wait


def _window(known: OrderedDict[str, Window], name: str, rules: tuple[tuple[int, float], ...]) -> Window:
    window = known.setdefault(name, Window(rules))
    known.move_to_end(name)
    if len(known) > MOST:
        known.popitem(last=False)
    return window
