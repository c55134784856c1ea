"""How often one address may ask for a page that anyone may read."""

from threading import Lock


class Pace:
    """So many requests of each address within a window, in this process. Safe between threads."""

    def __init__(self, most: int, seconds: int = 60) -> None:
        """``most`` within ``seconds``, counted anew with each such stretch of time."""
        self.most, self.seconds = most, seconds
        self._window = 0
        self._asked: dict[str, int] = {}
        self._lock = Lock()

    def takes(self, address: str, at: float) -> bool:
        """Count a request of that address at that second; whether it is served."""
        with self._lock:
            window = int(at // self.seconds)
            if window != self._window:
                self._window, self._asked = window, {}
            asked = self._asked.get(address, 0) + 1
            self._asked[address] = asked
            return asked <= self.most
