"""What may be counted and shown to whoever watches over the server: numbers of things, never whose they are."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.outbox import Undelivered

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_JOBS = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = here = CollectorRegistry()
        by_channel, by_outcome = ("channel",), ("channel", "outcome")
        self.heard = Counter("explor_events", "Events by channel: taken, or delivered twice", by_outcome, registry=here)
        self.heard_seconds = Histogram(
            "explor_event_seconds", "From an event heard to its commit", by_channel, buckets=_SECONDS, registry=here
        )
        self.commit_jobs = Histogram("explor_commit_jobs", "Jobs that shared a commit", buckets=_JOBS, registry=here)
        self.tried = Counter("explor_outbox_tried", "Rows tried, by what came of it", by_outcome, registry=here)
        self.sent_seconds = Histogram(
            "explor_send_seconds", "How long a vendor took", by_channel, buckets=_SECONDS, registry=here
        )
        self.in_flight = Gauge("explor_outbox_in_flight", "Rows in the hands of this process", registry=here)


class Waiting(Collector):
    """What has not arrived, counted when it is asked for."""

    def __init__(self, undelivered: Undelivered, now: datetime) -> None:
        self._undelivered = undelivered
        oldest = undelivered.oldest_due_at
        self._seconds = (now - oldest).total_seconds() if oldest else 0.0

    def collect(self) -> Iterator[Metric]:
        shown = (
            ("explor_outbox_waiting", "Rows due and not sent", self._undelivered.waiting),
            ("explor_outbox_oldest_seconds", "How long the oldest of them has been due", self._seconds),
            ("explor_outbox_dead", "Rows given up", self._undelivered.dead),
        )
        for name, words, value in shown:
            yield GaugeMetricFamily(name, words, value=value)
