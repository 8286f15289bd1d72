package dev.sessionbeam.collect;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and events since the start. Several threads count at the same time. */
final class RequestCounts {
  /** Upper bounds of the times of requests, in milliseconds. */
  private static final long[] BOUNDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};

  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();
  private final Map<Accepted, LongAdder> accepted = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder[] times = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  /** Where accepted events were when they were acknowledged, and the label of their key. */
  record Accepted(Place to, String key) {}

  RequestCounts() {
    for (int i = 0; i < times.length; i++) {
      times[i] = new LongAdder();
    }
  }

  void answered(int status) {
    statuses.computeIfAbsent(status, first -> new LongAdder()).increment();
  }

  void rejected(String code) {
    rejected.computeIfAbsent(code, first -> new LongAdder()).increment();
  }

  void accepted(Place to, String key, int events, long size) {
    accepted.computeIfAbsent(new Accepted(to, key), first -> new LongAdder()).add(events);
    bytes.add(size);
  }

  /** Counts the time from a head to its answer. */
  void took(long elapsedNanos) {
    nanos.add(elapsedNanos);
    int i = 0;
    while (i < BOUNDS.length && elapsedNanos > TimeUnit.MILLISECONDS.toNanos(BOUNDS[i])) {
      i++;
    }
    times[i].increment();
  }

  /** Adds all counts to a text of metrics. */
  void print(MetricsText text) {
    text.begin("requests_total", "counter", "Answers, by their status.");
    new TreeMap<>(statuses)
        .forEach((status, count) -> text.add("status=\"" + status + "\"", count.sum()));
    text.begin(
        "events_total",
        "counter",
        "Acknowledged events: in Kinesis, or at first in the spool; by the hash of the write key.");
    accepted.forEach(
        (where, count) ->
            text.add(
                "to=\""
                    + (where.to() == Place.STREAM ? "kinesis" : "spool")
                    + "\",key=\""
                    + where.key()
                    + "\"",
                count.sum()));
    text.begin("event_bytes_total", "counter", "Bytes of acknowledged events.");
    text.add("", bytes.sum());
    text.begin("rejected_events_total", "counter", "Parts of bodies that are no event, by reason.");
    new TreeMap<>(rejected)
        .forEach((code, count) -> text.add("reason=\"" + code + "\"", count.sum()));
    printTimes(text);
  }

  private void printTimes(MetricsText text) {
    text.begin("request_seconds", "histogram", "Time from the head of a request to its answer.");
    long sum = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      sum += times[i].sum();
      text.add("_bucket", "le=\"" + MetricsText.seconds(BOUNDS[i]) + "\"", Long.toString(sum));
    }
    sum += times[BOUNDS.length].sum();
    text.add("_bucket", "le=\"+Inf\"", Long.toString(sum));
    text.add("_sum", "", MetricsText.seconds(TimeUnit.NANOSECONDS.toMillis(nanos.sum())));
    text.add("_count", "", Long.toString(sum));
  }
}
