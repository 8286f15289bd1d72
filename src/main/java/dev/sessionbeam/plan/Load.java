package dev.sessionbeam.plan;

import java.math.BigDecimal;

/**
 * The load that a stream has to bear.
 *
 * @param rate records a second, on average
 * @param bytes the bytes of a record
 * @param bytesRate bytes a second, on average
 * @param peak records a second at the peak
 * @param peakBytes bytes a second at the peak
 * @param perDay records of a day
 */
record Load(
    BigDecimal rate,
    BigDecimal bytes,
    BigDecimal bytesRate,
    BigDecimal peak,
    BigDecimal peakBytes,
    BigDecimal perDay) {
  private static final BigDecimal DAY = Numbers.of(86_400);
  private static final BigDecimal MEGABYTE = Numbers.of(1_000_000);
  private static final BigDecimal MEBIBYTE = Numbers.of(1L << 20);

  /** Computes the load, and adds its lines. */
  static Load add(Workload workload, PlanLines lines) {
    BigDecimal rate = Numbers.rounded(workload.rate());
    BigDecimal bytes = Numbers.rounded(workload.bytes());
    BigDecimal peak = Numbers.times(rate, workload.peakFactor());
    Load load =
        new Load(
            rate,
            bytes,
            Numbers.times(rate, bytes),
            peak,
            Numbers.times(peak, bytes),
            Numbers.times(rate, DAY));
    lines.section("Load");
    lines.add("records", Quantity.perSecond(rate), workload.rateFrom());
    lines.add("bytes of a record", Quantity.count(bytes), workload.bytesFrom());
    lines.add(
        "records at the peak",
        Quantity.perSecond(peak),
        Numbers.text(rate) + "/s × " + Numbers.text(workload.peakFactor()) + " (--peakFactor)");
    lines.add(
        "bytes at the peak",
        Quantity.bytesPerSecond(load.peakBytes),
        Numbers.text(peak)
            + "/s × "
            + Numbers.text(bytes)
            + " bytes; ÷ 1,000,000 = "
            + Numbers.text(Numbers.over(load.peakBytes, MEGABYTE))
            + " MB/s; ÷ 1,048,576 = "
            + Numbers.text(Numbers.over(load.peakBytes, MEBIBYTE))
            + "MiB/s");
    lines.add("records a day", Quantity.count(load.perDay), Numbers.text(rate) + "/s × 86,400 s");
    return load;
  }
}
