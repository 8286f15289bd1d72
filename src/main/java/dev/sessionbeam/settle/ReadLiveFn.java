package dev.sessionbeam.settle;

import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DateRange;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Reads live files. Emits what their lines say about sessions, by the session's id: all lines of
 * days that settle, and of other days only which sessions they replace.
 */
final class ReadLiveFn extends DoFn<String, KV<String, LiveLine>> {
  private final Counter events = SettleCounts.counter(SettleCounts.read(Dataset.EVENTS));
  private final Counter sessions = SettleCounts.counter(SettleCounts.read(Dataset.SESSIONS));
  private final SettleTask task;
  private transient @Nullable Tables tables;

  ReadLiveFn(SettleTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(@Element String file, OutputReceiver<KV<String, LiveLine>> out)
      throws IOException {
    Dataset dataset = Dataset.ofFile(file);
    String partition =
        file.substring(dataset.folder().length() + 1, Math.max(0, file.lastIndexOf('/')));
    LocalDate day = DateRange.dayOf(file).orElseThrow();
    boolean settles = task.days().contains(day);
    if (tables == null) {
      tables = task.definition().tables();
    }
    long number = 0;
    try (StoredLines lines = StoredLines.open(task.output(), file, tables)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        number++;
        if (dataset == Dataset.EVENTS) {
          read(EventLine.parse(line), partition, out);
        } else {
          read(SessionLine.parse(line, machineField()), partition, settles ? day : null, out);
        }
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException(
          (number == 0 ? "" : "line " + number + " of ")
              + task.output().root()
              + file
              + " is not one that this definition writes: "
              + e.getMessage(),
          e);
    }
  }

  private FieldPath machineField() {
    return task.definition().roles().machineInSessions();
  }

  private void read(EventLine line, String partition, OutputReceiver<KV<String, LiveLine>> out) {
    events.inc();
    out.output(
        KV.of(
            line.sessionId(),
            new LiveLine(LiveLine.Kind.EVENT, line.revision(), partition, line.plain())));
  }

  /**
   * Emits a session's line.
   *
   * @param day the line's day if it settles, or else null
   */
  private void read(
      SessionLine line,
      String partition,
      @Nullable LocalDate day,
      OutputReceiver<KV<String, LiveLine>> out) {
    if (day != null) {
      sessions.inc();
      out.output(
          KV.of(
              line.id(),
              new LiveLine(LiveLine.Kind.SESSION, line.revision(), partition, line.plain())));
    }
    for (String replaced : line.replaces()) {
      out.output(
          KV.of(replaced, LiveLine.mention(line.revision(), day == null ? "" : day.toString())));
    }
  }
}
