package dev.sessionbeam.settle;

import dev.sessionbeam.output.LinesFile;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DateRange;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.sdk.values.KV;

/**
 * Sorts the lines of a file and writes it. A file appears as a whole or not at all. No reader looks
 * at it before a switch names its version.
 */
final class WriteSettledFn extends DoFn<KV<String, Iterable<SortedLine>>, Void> {
  /** About so many bytes of lines are sorted in memory, in each task. */
  private static final long SORT_BYTES = 64 << 20;

  private final Counter files = SettleCounts.counter(SettleCounts.FILES);
  private final Counter events = SettleCounts.counter(SettleCounts.kept(Dataset.EVENTS));
  private final Counter sessions = SettleCounts.counter(SettleCounts.kept(Dataset.SESSIONS));
  private final SettleTask task;

  WriteSettledFn(SettleTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(@Element KV<String, Iterable<SortedLine>> lines) throws IOException {
    String file = Objects.requireNonNull(lines.getKey());
    Dataset dataset = Dataset.ofFile(file);
    try (ExternalSort sort = new ExternalSort(SORT_BYTES)) {
      for (SortedLine line : Objects.requireNonNull(lines.getValue())) {
        sort.add(line);
      }
      long written = write(dataset, file, sort.sorted());
      (dataset == Dataset.EVENTS ? events : sessions).inc(written);
      files.inc();
    }
  }

  /** On a disk, a file is visible while it grows; on S3, when it is complete. */
  private long write(Dataset dataset, String file, Iterator<SortedLine> sorted) throws IOException {
    ResourceId whole = id(task.output().root() + file);
    if (task.output().local() == null) {
      return writeTo(whole, dataset, sorted);
    }
    LocalDate day = DateRange.dayOf(file).orElseThrow();
    ResourceId growing =
        id(task.output().root() + SettleTask.hidden(day) + "/" + task.version() + "/" + file);
    long written = writeTo(growing, dataset, sorted);
    FileSystems.rename(List.of(growing), List.of(whole));
    return written;
  }

  private long writeTo(ResourceId target, Dataset dataset, Iterator<SortedLine> sorted)
      throws IOException {
    // Closing it on S3 creates the object, so it stays open if writing fails.
    LinesFile out =
        LinesFile.open(
            dataset, task.tables(), task.codec(), FileSystems.create(target, MimeTypes.BINARY));
    long written = 0;
    while (sorted.hasNext()) {
      out.write(sorted.next().json());
      written++;
    }
    out.close();
    return written;
  }

  private static ResourceId id(String name) {
    return FileSystems.matchNewResource(name, false);
  }
}
