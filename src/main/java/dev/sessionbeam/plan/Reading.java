package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import dev.sessionbeam.io.kinesis.PollingPace;
import java.math.BigDecimal;

/**
 * How the stream is read. Polling is without further cost, but all pollers of a shard share its
 * bytes and its five requests a second. With enhanced fan-out, each consumer has the bytes for
 * itself.
 *
 * @param consumers the programs that read the stream
 * @param polled whether they poll
 */
record Reading(BigDecimal consumers, boolean polled) {
  private static final BigDecimal MILLIS = Numbers.of(1000);

  /** What Amazon names as the usual delay of enhanced fan-out, in milliseconds. */
  private static final BigDecimal PUSHED_MILLIS = Numbers.of(70);

  private static final BigDecimal TWO = Numbers.of(2);

  /** One poller fits into the limits of every shard; a second one does not. */
  static Reading of(Workload workload) {
    BigDecimal requests = Numbers.times(workload.consumers(), requestsOfOne());
    return new Reading(workload.consumers(), requests.compareTo(KinesisLimits.READS) <= 0);
  }

  /** Requests a second of one poller, to each shard. */
  private static BigDecimal requestsOfOne() {
    return Numbers.over(MILLIS, Numbers.of(PollingPace.BETWEEN_REQUESTS.toMillis()));
  }

  /** Adds how it is read and the shards that this needs, and returns their number. */
  BigDecimal addShards(Load load, PlanLines lines) {
    BigDecimal all = polled ? Numbers.times(consumers, load.peakBytes()) : load.peakBytes();
    BigDecimal needed = Numbers.upOver(all, KinesisLimits.BYTES_OUT);
    lines.add(
        "shards to read",
        Quantity.count(needed),
        (polled
                ? Numbers.counted(consumers, "consumer") + " × " + text(load.peakBytes())
                : text(load.peakBytes()))
            + " ÷ 2,097,152 bytes/s of a shard = "
            + text(Numbers.over(all, KinesisLimits.BYTES_OUT))
            + ", rounded up");
    return needed;
  }

  /** Adds how it is read, and how much of what the shards give is used. */
  void addUse(Load load, BigDecimal shards, PlanLines lines) {
    BigDecimal all = polled ? Numbers.times(consumers, load.peakBytes()) : load.peakBytes();
    BigDecimal given = Numbers.times(shards, KinesisLimits.BYTES_OUT);
    BigDecimal use = Numbers.percent(all, given);
    BigDecimal requests = Numbers.times(consumers, requestsOfOne());
    lines.add(
        "read by",
        Quantity.word(polled ? "polling" : "enhanced fan-out"),
        Numbers.counted(consumers, "consumer")
            + " × 1,000 ÷ "
            + PollingPace.BETWEEN_REQUESTS.toMillis()
            + " requests/s to a shard = "
            + text(requests)
            + "/s; it allows "
            + text(KinesisLimits.READS)
            + "/s");
    lines.add(
        "use at the peak, reading",
        Quantity.percent(use),
        text(all)
            + " ÷ "
            + text(given)
            + " bytes/s"
            + (polled ? " for all pollers" : " for each consumer"));
    if (use.compareTo(KinesisLimits.WARN) > 0) {
      lines.warn(
          "at the peak, reading uses "
              + text(use)
              + " % of what the shards give, and after an outage nothing can be caught up: order"
              + " more shards");
    }
    if (!polled && consumers.compareTo(Numbers.of(KinesisLimits.MOST_CONSUMERS)) > 0) {
      lines.warn(
          "a stream has at most "
              + KinesisLimits.MOST_CONSUMERS
              + " registered consumers, and --consumers is "
              + text(consumers)
              + ": let one of them write for the others");
    }
  }

  /** Returns the records a second that the shards give to one consumer. */
  BigDecimal most(Load load, BigDecimal shards) {
    BigDecimal given = Numbers.times(shards, KinesisLimits.BYTES_OUT);
    return Numbers.over(given, load.bytes());
  }

  /** Adds how long a record waits in the stream. */
  void addDelay(PlanLines lines) {
    if (polled) {
      BigDecimal pause = Numbers.of(PollingPace.BETWEEN_REQUESTS.toMillis());
      lines.add(
          "from put to read, mean",
          Quantity.seconds(Numbers.over(Numbers.over(pause, TWO), MILLIS)),
          text(pause)
              + "ms between requests ÷ 2; at most "
              + PollingPace.AT_THE_END.toMillis()
              + "ms after a pause of the shard");
    } else {
      lines.add(
          "from put to read, mean",
          Quantity.seconds(Numbers.over(PUSHED_MILLIS, MILLIS)),
          "Amazon's figure for enhanced fan-out, not measured here");
    }
  }
}
