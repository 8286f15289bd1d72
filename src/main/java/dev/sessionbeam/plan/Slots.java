package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import dev.sessionbeam.definition.Durations;
import java.math.BigDecimal;

/** The slots of Flink. A slot is a core. */
final class Slots {
  private static final BigDecimal MICROS = Numbers.of(1_000_000);
  private static final BigDecimal USE = new BigDecimal("0.8");

  private final Load load;
  private final Measured measured;
  private final PlanLines lines;

  private Slots(Load load, Measured measured, PlanLines lines) {
    this.load = load;
    this.measured = measured;
    this.lines = lines;
  }

  /** Adds the lines, and returns the number of slots. */
  static BigDecimal add(
      Workload workload,
      Load load,
      Reading reading,
      BigDecimal shards,
      Measured measured,
      PlanLines lines) {
    lines.section("Flink");
    Slots slots = new Slots(load, measured, lines);
    BigDecimal perSlot = slots.addThroughput();
    BigDecimal number = slots.addNumber(perSlot);
    if (number.compareTo(shards) > 0) {
      lines.warn(
          "a parallelism above the number of shards reads no faster: for "
              + text(number)
              + " slots, order as many shards");
    }
    BigDecimal most = Numbers.times(number, perSlot).min(reading.most(load, shards));
    slots.addOutage(workload, most);
    return number;
  }

  /** Larger records than the measured ones take longer, at most in proportion to their bytes. */
  private BigDecimal addThroughput() {
    BigDecimal weight =
        Numbers.over(load.bytes().max(measured.bytesPerRecord()), measured.bytesPerRecord());
    BigDecimal perSlot = Numbers.over(measured.recordsPerCore(), weight);
    lines.add(
        "weight of a record",
        Quantity.count(weight),
        text(load.bytes())
            + " bytes ÷ "
            + text(measured.bytesPerRecord())
            + " bytes of a measured one, and at least 1");
    lines.add(
        "records of a slot",
        Quantity.perSecond(perSlot),
        measured.recordsPerCoreFrom()
            + " = "
            + text(measured.recordsPerCore())
            + "/s (measured "
            + measured.date()
            + ", to S3) ÷ "
            + text(weight));
    BigDecimal micros = Numbers.times(measured.microsPerRecord(), weight);
    lines.add(
        "CPU at the peak",
        Quantity.cores(Numbers.over(Numbers.times(load.peak(), micros), MICROS)),
        text(load.peak())
            + "/s × "
            + text(measured.microsPerRecord())
            + " µs × "
            + text(weight)
            + " ÷ 1,000,000");
    return perSlot;
  }

  private BigDecimal addNumber(BigDecimal perSlot) {
    BigDecimal used = Numbers.times(perSlot, USE);
    BigDecimal number = Numbers.upOver(load.peak(), used);
    lines.add(
        "slots",
        Quantity.count(number),
        text(load.peak())
            + "/s ÷ ("
            + text(perSlot)
            + "/s × 0.8 = "
            + text(used)
            + "/s) = "
            + text(Numbers.over(load.peak(), used))
            + ", rounded up");
    return number;
  }

  private void addOutage(Workload workload, BigDecimal most) {
    BigDecimal outage = Delays.seconds(workload.outage());
    String name = "to catch up after " + Durations.text(workload.outage());
    BigDecimal spare = most.subtract(load.rate());
    if (spare.signum() <= 0) {
      lines.add(name, Quantity.word("never"), text(most) + "/s are not more than come");
      lines.warn("after an outage, the stream is never caught up: more slots or more shards");
      return;
    }
    BigDecimal seconds = Numbers.over(outage.multiply(load.rate()), spare);
    lines.add(
        name,
        Quantity.seconds(seconds),
        text(outage)
            + " s × "
            + text(load.rate())
            + "/s ÷ ("
            + text(most)
            + "/s of the slots or of the shards, whichever are less, − "
            + text(load.rate())
            + "/s that come)");
    if (outage.add(seconds).compareTo(Delays.seconds(workload.retention())) > 0) {
      lines.warn(
          "an outage of "
              + Durations.text(workload.outage())
              + " and the time to catch up are longer than --retention: records would be lost."
              + " Order a longer retention");
    }
  }
}
