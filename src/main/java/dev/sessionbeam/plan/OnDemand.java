package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import java.math.BigDecimal;

/** A stream on demand: what a new one takes, and what it takes later. */
final class OnDemand {
  /** Above this, provisioned shards stay idle for more than three quarters of what they take. */
  private static final BigDecimal MOST_PEAK = Numbers.of(4);

  private OnDemand() {}

  /** Adds the lines. */
  static void add(Workload workload, Load load, PlanLines lines) {
    lines.section("Stream, on demand");
    BigDecimal ofRecords = Numbers.percent(load.peak(), KinesisLimits.ON_DEMAND_RECORDS_IN);
    BigDecimal ofBytes = Numbers.percent(load.peakBytes(), KinesisLimits.ON_DEMAND_BYTES_IN);
    lines.add(
        "use of a new one, records",
        Quantity.percent(ofRecords),
        text(load.peak()) + "/s ÷ " + text(KinesisLimits.ON_DEMAND_RECORDS_IN) + "/s");
    lines.add(
        "use of a new one, bytes",
        Quantity.percent(ofBytes),
        text(load.peakBytes())
            + " ÷ "
            + text(KinesisLimits.ON_DEMAND_BYTES_IN)
            + " bytes/s (4MiB/s)");
    lines.add(
        "records it takes later",
        Quantity.perSecond(Numbers.times(load.peak(), KinesisLimits.ON_DEMAND_GROWTH)),
        text(load.peak()) + "/s × 2: twice the peak of the last 30 days");
    BigDecimal use = ofRecords.max(ofBytes);
    if (use.compareTo(KinesisLimits.WARN) > 0) {
      lines.warn(
          "the peak is "
              + text(use)
              + " % of what a new stream on demand takes: begin with provisioned shards and switch"
              + " it over, or let the load grow over days");
    }
    if (workload.peakFactor().compareTo(KinesisLimits.ON_DEMAND_GROWTH) > 0) {
      lines.warn(
          "a stream on demand takes twice the peak of the last 30 days. After 30 days without a"
              + " peak, one of "
              + text(workload.peakFactor())
              + " times the average may be refused in part, and is sent again");
    }
  }

  /** Adds which kind to order, where no prices decide. */
  static void addChoice(Workload workload, PlanLines lines) {
    boolean often = workload.peakFactor().compareTo(MOST_PEAK) > 0;
    lines.add(
        "on demand or provisioned",
        Quantity.word(often ? "on demand" : "provisioned"),
        "the peak is "
            + text(workload.peakFactor())
            + " × the average; above 4, more than three quarters of the shards would be idle on"
            + " average. With --prices, the cheaper one");
  }
}
