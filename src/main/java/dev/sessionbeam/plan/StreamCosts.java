package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import java.math.BigDecimal;
import java.time.Duration;

/** What the stream costs in a month: provisioned, and on demand. */
final class StreamCosts {
  private static final BigDecimal MILLION = Numbers.of(1_000_000);
  private static final BigDecimal KIB = Numbers.of(1L << 10);
  private static final BigDecimal GIB = Numbers.of(1L << 30);

  /** A payload unit has 25 KB. */
  private static final BigDecimal UNIT = Numbers.of(25L << 10);

  private static final Duration FREE_RETENTION = Duration.ofDays(1);
  private static final Duration EXTENDED_RETENTION = Duration.ofDays(7);

  private final Workload workload;
  private final Load load;
  private final Reading reading;

  StreamCosts(Workload workload, Load load, Reading reading) {
    this.workload = workload;
    this.load = load;
    this.reading = reading;
  }

  /** Adds the items of a stream with so many shards. */
  void addProvisioned(BigDecimal shards, Bill bill) {
    BigDecimal hours = Numbers.times(shards, Bill.HOURS);
    String hoursFrom = Numbers.counted(shards, "shard") + " × 730 h";
    bill.add("shards", Prices.Item.KINESIS_SHARD_HOUR, hours, hoursFrom);
    BigDecimal units = Numbers.upOver(load.bytes(), UNIT);
    BigDecimal millions = Numbers.over(load.rate().multiply(Bill.SECONDS).multiply(units), MILLION);
    bill.add(
        "puts",
        Prices.Item.KINESIS_PUT_MILLION_UNITS,
        millions,
        text(load.rate())
            + "/s × 2,628,000 s × "
            + Numbers.counted(units, "unit")
            + " of 25KiB ÷ 1,000,000 = "
            + text(millions));
    if (workload.retention().compareTo(FREE_RETENTION) > 0) {
      bill.add(
          "retention, up to 7d",
          Prices.Item.KINESIS_EXTENDED_RETENTION_SHARD_HOUR,
          hours,
          hoursFrom);
    }
    if (workload.retention().compareTo(EXTENDED_RETENTION) > 0) {
      addKept(
          "retention, beyond 7d",
          Prices.Item.KINESIS_LONG_RETENTION_GIB_MONTH,
          EXTENDED_RETENTION,
          bill);
    }
    if (!reading.polled()) {
      bill.add(
          "fan-out, shards",
          Prices.Item.KINESIS_FAN_OUT_SHARD_HOUR,
          Numbers.times(hours, reading.consumers()),
          Numbers.counted(reading.consumers(), "consumer") + " × " + hoursFrom);
      addRead("fan-out, bytes", Prices.Item.KINESIS_FAN_OUT_GIB, bill);
    }
  }

  /** Adds the items of a stream on demand. */
  void addOnDemand(Bill bill) {
    bill.add("stream", Prices.Item.KINESIS_ON_DEMAND_STREAM_HOUR, Bill.HOURS, "730 h");
    BigDecimal whole = Numbers.upOver(load.bytes(), KIB);
    BigDecimal in =
        Numbers.over(load.rate().multiply(Bill.SECONDS).multiply(whole).multiply(KIB), GIB);
    bill.add(
        "written",
        Prices.Item.KINESIS_ON_DEMAND_GIB_IN,
        in,
        text(load.rate())
            + "/s × 2,628,000 s × "
            + text(whole)
            + "KiB of a record, rounded up ÷ 1,048,576 KiB = "
            + text(in)
            + "GiB");
    addRead(
        "read",
        reading.polled()
            ? Prices.Item.KINESIS_ON_DEMAND_GIB_OUT
            : Prices.Item.KINESIS_ON_DEMAND_FAN_OUT_GIB,
        bill);
    if (workload.retention().compareTo(FREE_RETENTION) > 0) {
      addKept(
          "retention, beyond 1d",
          Prices.Item.KINESIS_ON_DEMAND_RETENTION_GIB_MONTH,
          FREE_RETENTION,
          bill);
    }
  }

  private void addRead(String name, Prices.Item item, Bill bill) {
    BigDecimal out =
        Numbers.over(load.bytesRate().multiply(Bill.SECONDS).multiply(reading.consumers()), GIB);
    bill.add(
        name,
        item,
        out,
        text(load.bytesRate())
            + " bytes/s × 2,628,000 s × "
            + Numbers.counted(reading.consumers(), "consumer")
            + " ÷ 1,073,741,824 = "
            + text(out)
            + "GiB");
  }

  private void addKept(String name, Prices.Item item, Duration without, Bill bill) {
    BigDecimal seconds = Delays.seconds(workload.retention().minus(without));
    BigDecimal kept = Numbers.over(load.bytesRate().multiply(seconds), GIB);
    bill.add(
        name,
        item,
        kept,
        text(load.bytesRate())
            + " bytes/s × "
            + text(seconds)
            + " s ÷ 1,073,741,824 = "
            + text(kept)
            + "GiB");
  }
}
