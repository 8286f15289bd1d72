package dev.sessionbeam.cli;

import dev.sessionbeam.simulate.Pace;
import dev.sessionbeam.simulate.SimulatedStream;
import dev.sessionbeam.simulate.Simulation;
import dev.sessionbeam.simulate.kinesis.KinesisTarget;
import dev.sessionbeam.simulate.kinesis.SendCounts;
import dev.sessionbeam.simulate.kinesis.StreamSender;
import dev.sessionbeam.simulate.kinesis.UnreachableStreamException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends simulated records to a Kinesis stream, and prints the progress and the result. */
final class SimulateToStream {
  private static final int LINE_EVERY_SECONDS = 10;

  private final SimulateStreamFlags.Plan plan;
  private final PrintWriter out;
  private final PrintWriter err;
  private final long startedAt = System.nanoTime();

  private SimulateToStream(SimulateStreamFlags.Plan plan, PrintWriter out, PrintWriter err) {
    this.plan = plan;
    this.out = out;
    this.err = err;
  }

  /**
   * Sends all records and prints a line about them.
   *
   * @throws UnreachableStreamException if the stream cannot be reached, before any record is sent
   * @throws IOException if the stream accepts no more records
   */
  static void of(
      SimulateStreamFlags.Plan plan, Simulation settings, PrintWriter out, PrintWriter err)
      throws IOException, UnreachableStreamException {
    try (KinesisTarget target = KinesisTarget.open(plan.stream(), plan.endpoint(), plan.region());
        StreamSender sender = StreamSender.to(target, plan.aggregate())) {
      err.printf(
          Locale.ROOT,
          "Sending to %s, %,d shards, with --start=%s%n",
          target,
          target.shardCount(),
          settings.start());
      err.flush();
      new SimulateToStream(plan, out, err).send(settings, target, sender);
    }
  }

  private void send(Simulation settings, KinesisTarget target, StreamSender sender)
      throws IOException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused =
          timer.scheduleAtFixedRate(
              () -> show(sender.counts()),
              LINE_EVERY_SECONDS,
              LINE_EVERY_SECONDS,
              TimeUnit.SECONDS);
      Pace pace = new Pace(plan.rate(), plan.duration(), Instant.now());
      boolean waited = SimulatedStream.send(settings, sender, pace);
      report(sender.counts(), target, waited);
    } finally {
      timer.shutdownNow();
    }
  }

  private void show(SendCounts counts) {
    err.println(sent(counts));
    err.flush();
  }

  private void report(SendCounts counts, KinesisTarget target, boolean waited) {
    out.printf(
        Locale.ROOT,
        "%s to %s; %,d records and %,d calls sent again%n",
        sent(counts),
        target,
        counts.retried(),
        target.repeatedCalls());
    if (waited && plan.rate() > 0) {
      out.println(
          "Slower than --rate, because no event is sent before it happens. More --machines, a"
              + " shorter --ramp or an earlier --start make more events.");
    }
    out.flush();
  }

  private String sent(SendCounts counts) {
    double seconds = (double) (System.nanoTime() - startedAt) / Duration.ofSeconds(1).toNanos();
    String pace =
        plan.rate() == 0
            ? ""
            : String.format(
                Locale.ROOT, ", at most %.2f s behind the pace", counts.lag().toMillis() / 1e3);
    return String.format(
        Locale.ROOT,
        "%,d records, %,d bytes in %.1f s (%,.0f records/s%s)",
        counts.records(),
        counts.bytes(),
        seconds,
        counts.records() / seconds,
        pace);
  }
}
