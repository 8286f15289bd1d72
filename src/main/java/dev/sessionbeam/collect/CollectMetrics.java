package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.ByteBudget;
import dev.sessionbeam.collect.http.HttpServer;
import dev.sessionbeam.collect.spool.Spool;
import dev.sessionbeam.collect.spool.SpoolCounts;
import dev.sessionbeam.collect.stream.StreamCounts;
import dev.sessionbeam.collect.stream.StreamWriter;
import org.jspecify.annotations.Nullable;

/** Prints all metrics of a collector. docs/collect.md has the list. */
final class CollectMetrics {
  private final RequestCounts requests;
  private final ByteBudget budget;
  private final StreamWriter stream;
  private final @Nullable Spool spool;
  private final Readiness readiness;

  CollectMetrics(
      RequestCounts requests,
      ByteBudget budget,
      StreamWriter stream,
      @Nullable Spool spool,
      Readiness readiness) {
    this.requests = requests;
    this.budget = budget;
    this.stream = stream;
    this.spool = spool;
    this.readiness = readiness;
  }

  /**
   * Returns the text.
   *
   * @param server null if it does not listen yet
   */
  String print(@Nullable HttpServer server) {
    MetricsText text = new MetricsText();
    text.one("ready", "gauge", "1 if /ready says so.", readiness.fault() == null ? 1 : 0);
    text.one(
        "connections", "gauge", "Open connections.", server == null ? 0 : server.connections());
    text.one("in_flight_bytes", "gauge", "Memory that requests hold now.", budget.used());
    requests.print(text);
    print(text, stream.counts());
    Spool held = spool;
    if (held != null) {
      text.one(
          "spool_up",
          "gauge",
          "1 if the spool takes events; 0 if it is full or the disk fails.",
          held.fault() == null ? 1 : 0);
      print(text, held.counts());
    }
    return text.toString();
  }

  private void print(MetricsText text, StreamCounts counts) {
    text.one(
        "kinesis_up", "gauge", "0 while Kinesis takes nothing.", stream.state().isDown() ? 0 : 1);
    text.one("kinesis_calls_total", "counter", "Calls of PutRecords.", counts.calls());
    text.one(
        "kinesis_failed_calls_total",
        "counter",
        "Calls of which Kinesis took no record.",
        counts.failedCalls());
    text.one("kinesis_records_total", "counter", "Records that Kinesis took.", counts.taken());
    text.one(
        "kinesis_refused_records_total",
        "counter",
        "Records that Kinesis did not take, counted each time; they are sent again.",
        counts.refused());
  }

  private static void print(MetricsText text, SpoolCounts counts) {
    text.one("spool_waiting_events", "gauge", "Events that wait in the spool.", counts.waiting());
    text.one("spool_waiting_bytes", "gauge", "Their size.", counts.waitingBytes());
    text.one("spool_file_bytes", "gauge", "Size of the spool's files.", counts.fileBytes());
    long oldest = counts.oldestMillis();
    long age = oldest == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest);
    text.begin("spool_oldest_seconds", "gauge", "Age of the oldest event in the spool.");
    text.add("", "", MetricsText.seconds(age));
    text.one(
        "spool_added_events_total", "counter", "Events that went to the spool.", counts.added());
    text.one(
        "spool_sent_events_total", "counter", "Events of the spool now in Kinesis.", counts.sent());
    text.one("spool_syncs_total", "counter", "Writes forced to the disk.", counts.syncs());
    text.one("spool_failures_total", "counter", "Writes that failed.", counts.failures());
  }
}
