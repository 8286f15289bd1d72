package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** Reads slice after slice, and counts each record where it is read. */
final class RecordReader extends BoundedSource.BoundedReader<RawRecord> {
  private static final Counter READ = Metrics.counter(ReadRecords.class, ReadRecords.RECORDS);

  private final RecordSource source;
  private final List<FileSlice> slices;
  private int next;
  private @Nullable SliceReader reader;
  private @Nullable RawRecord current;

  RecordReader(RecordSource source, List<FileSlice> slices) {
    this.source = source;
    this.slices = slices;
  }

  @Override
  public boolean start() throws IOException {
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    while (true) {
      SliceReader open = reader;
      if (open == null) {
        if (next == slices.size()) {
          current = null;
          return false;
        }
        reader = SliceReader.open(slices.get(next));
        continue;
      }
      current = open.next();
      if (current != null) {
        READ.inc();
        ReadProgress.addRecord();
        return true;
      }
      close();
      ReadProgress.addStoredBytes(slices.get(next).size());
      next++;
    }
  }

  @Override
  public RawRecord getCurrent() {
    RawRecord record = current;
    if (record == null) {
      throw new NoSuchElementException();
    }
    return record;
  }

  @Override
  public void close() throws IOException {
    SliceReader open = reader;
    if (open != null) {
      reader = null;
      open.close();
    }
  }

  @Override
  public BoundedSource<RawRecord> getCurrentSource() {
    return source;
  }
}
