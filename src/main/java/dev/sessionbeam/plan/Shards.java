package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import java.math.BigDecimal;

/** The shards of a provisioned stream, and how much of what they take is used. */
final class Shards {
  private final Load load;
  private final PlanLines lines;

  private Shards(Load load, PlanLines lines) {
    this.load = load;
    this.lines = lines;
  }

  /** Adds the lines, and returns the number of shards. */
  static BigDecimal add(Workload workload, Load load, Reading reading, PlanLines lines) {
    lines.section("Stream, provisioned");
    Shards shards = new Shards(load, lines);
    BigDecimal needed = shards.toWrite().max(reading.addShards(load, lines));
    BigDecimal number =
        workload.shards().isPresent() ? Numbers.of(workload.shards().getAsLong()) : needed;
    lines.add(
        "shards",
        Quantity.count(number),
        workload.shards().isPresent() ? "--shards" : "the larger number");
    shards.addCapacity(number);
    shards.addUse(number);
    reading.addUse(load, number, lines);
    BigDecimal seconds = Numbers.of(workload.retention().toSeconds());
    lines.add(
        "records kept",
        Quantity.size(Numbers.times(load.bytesRate(), seconds)),
        text(load.bytesRate()) + " bytes/s × " + text(seconds) + " s (--retention)");
    return number;
  }

  private BigDecimal toWrite() {
    BigDecimal byRecords = Numbers.over(load.peak(), KinesisLimits.RECORDS_IN);
    BigDecimal byBytes = Numbers.over(load.peakBytes(), KinesisLimits.BYTES_IN);
    BigDecimal needed =
        Numbers.upOver(load.peak(), KinesisLimits.RECORDS_IN)
            .max(Numbers.upOver(load.peakBytes(), KinesisLimits.BYTES_IN));
    lines.add(
        "shards to write",
        Quantity.count(needed),
        text(load.peak())
            + "/s ÷ 1,000/s of a shard = "
            + text(byRecords)
            + "; "
            + text(load.peakBytes())
            + " ÷ 1,048,576 bytes/s of a shard = "
            + text(byBytes)
            + "; the larger one, rounded up");
    return needed;
  }

  private void addCapacity(BigDecimal shards) {
    lines.add(
        "records they take",
        Quantity.perSecond(Numbers.times(shards, KinesisLimits.RECORDS_IN)),
        text(shards) + " × 1,000/s");
    lines.add(
        "bytes they take",
        Quantity.bytesPerSecond(Numbers.times(shards, KinesisLimits.BYTES_IN)),
        text(shards) + " × 1MiB/s = " + text(shards) + "MiB/s");
    lines.add(
        "bytes they give",
        Quantity.bytesPerSecond(Numbers.times(shards, KinesisLimits.BYTES_OUT)),
        text(shards) + " × 2MiB/s = " + text(Numbers.times(shards, Numbers.of(2))) + "MiB/s");
  }

  private void addUse(BigDecimal shards) {
    BigDecimal records = Numbers.times(shards, KinesisLimits.RECORDS_IN);
    BigDecimal bytes = Numbers.times(shards, KinesisLimits.BYTES_IN);
    BigDecimal ofRecords = Numbers.percent(load.peak(), records);
    BigDecimal ofBytes = Numbers.percent(load.peakBytes(), bytes);
    lines.add(
        "use at the peak, records",
        Quantity.percent(ofRecords),
        text(load.peak()) + "/s ÷ " + text(records) + "/s");
    lines.add(
        "use at the peak, bytes",
        Quantity.percent(ofBytes),
        text(load.peakBytes()) + " ÷ " + text(bytes) + " bytes/s");
    BigDecimal use = ofRecords.max(ofBytes);
    if (use.compareTo(KinesisLimits.WARN) > 0) {
      lines.warn(shardsAreFull(shards, use));
    }
  }

  private String shardsAreFull(BigDecimal shards, BigDecimal use) {
    BigDecimal hundred = Numbers.of(100);
    BigDecimal more =
        Numbers.upOver(
                load.peak().multiply(hundred),
                KinesisLimits.RECORDS_IN.multiply(KinesisLimits.WARN))
            .max(
                Numbers.upOver(
                    load.peakBytes().multiply(hundred),
                    KinesisLimits.BYTES_IN.multiply(KinesisLimits.WARN)));
    boolean one = shards.compareTo(BigDecimal.ONE) == 0;
    return "at the peak, "
        + (one ? "the shard is" : "the shards are")
        + " at "
        + text(use)
        + " % of a limit to write. Machines do not spread evenly over shards, and what a shard"
        + " refuses is sent again and comes late. Order at least "
        + text(more)
        + " shards, which are at most at 80 %";
  }
}
