package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import dev.sessionbeam.definition.Durations;
import java.math.BigDecimal;

/**
 * The files that a stream writes in a day, and the requests to S3 that they need.
 *
 * @param writes requests of a day that are billed as writing
 * @param reads requests of a day that are billed as reading
 * @param stored the bytes that a day adds
 */
record OutputFiles(BigDecimal writes, BigDecimal reads, BigDecimal stored) {
  private static final BigDecimal DAY = Numbers.of(86_400);
  private static final BigDecimal DATASETS = Numbers.of(2);
  private static final BigDecimal PARTITIONS_OF_HOURS = Numbers.of(2);

  /** Compressed lines take about a tenth. */
  private static final BigDecimal COMPRESSION = Numbers.of(10);

  /**
   * Adds the lines.
   *
   * @param perDay the sessions of a day: a file has at least one
   */
  static OutputFiles add(
      Load load,
      OutputLoad output,
      BigDecimal perDay,
      BigDecimal slots,
      Measured measured,
      PlanLines lines) {
    lines.section("Files and S3");
    BigDecimal files = addFiles(output, perDay, slots, lines);
    BigDecimal writes =
        addRequests(
            "S3 puts, copies, lists a day", files, measured.writesPerFile(), measured, lines);
    BigDecimal reads =
        addRequests("S3 gets, heads a day", files, measured.readsPerFile(), measured, lines);
    BigDecimal stored = Numbers.over(Numbers.times(load.perDay(), load.bytes()), COMPRESSION);
    lines.add(
        "stored a day",
        Quantity.size(stored),
        text(load.perDay())
            + " × "
            + text(load.bytes())
            + " bytes ÷ 10 (assumption: gzip leaves a tenth) = "
            + text(stored)
            + " bytes");
    return new OutputFiles(writes, reads, stored);
  }

  private static BigDecimal addFiles(
      OutputLoad output, BigDecimal perDay, BigDecimal slots, PlanLines lines) {
    BigDecimal delay = Delays.seconds(output.fileDelay());
    BigDecimal times = Numbers.over(DAY, delay);
    boolean byTask = output.filesPerPartition() == 0;
    BigDecimal writers = byTask ? slots : Numbers.of(output.filesPerPartition());
    BigDecimal partitions = output.hours() ? PARTITIONS_OF_HOURS : BigDecimal.ONE;
    BigDecimal most = Numbers.times(times, writers.multiply(partitions));
    BigDecimal files = Numbers.times(most.min(perDay), DATASETS);
    lines.add(
        "files a day, at most",
        Quantity.count(files),
        "86,400 s ÷ --fileDelay "
            + Durations.text(output.fileDelay())
            + " = "
            + text(times)
            + " × "
            + (byTask ? Numbers.counted(writers, "slot") : text(writers) + " (--filesPerPartition)")
            + " × "
            + Numbers.counted(partitions, "partition")
            + " = "
            + text(most)
            + ", not more than "
            + text(perDay)
            + " sessions; × 2 (events/, sessions/)");
    return files;
  }

  private static BigDecimal addRequests(
      String which, BigDecimal files, BigDecimal perFile, Measured measured, PlanLines lines) {
    BigDecimal requests = Numbers.times(files, perFile);
    lines.add(
        which,
        Quantity.count(requests),
        text(files) + " files × " + text(perFile) + " (measured " + measured.date() + ")");
    return requests;
  }
}
