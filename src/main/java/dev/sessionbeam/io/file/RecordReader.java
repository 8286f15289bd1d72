package dev.sessionbeam.io.file;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.ReadMetrics;
import dev.sessionbeam.io.ReadProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.metrics.Counter;
import org.jspecify.annotations.Nullable;

/** Reads slices one after another, many records at a time, and counts each record. */
final class RecordReader extends BoundedSource.BoundedReader<List<RawRecord>> {
  private static final Counter READ = ReadMetrics.records();

  private final RecordSource source;
  private final List<FileSlice> slices;
  private final boolean unwraps;
  private final boolean replays;
  private int next;
  private @Nullable SliceReader reader;
  private @Nullable List<RawRecord> current;

  RecordReader(RecordSource source, List<FileSlice> slices, boolean unwraps, boolean replays) {
    this.source = source;
    this.unwraps = unwraps;
    this.replays = replays;
    this.slices = slices;
  }

  @Override
  public boolean start() throws IOException {
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    List<RawRecord> records = new ArrayList<>();
    int bytes = 0;
    while (bytes < ReadRecords.ELEMENT_BYTES) {
      RawRecord record = next();
      if (record == null) {
        break;
      }
      records.add(record);
      bytes += record.bytes().length;
    }
    READ.inc(records.size());
    ReadProgress.addRecords(records.size());
    current = records.isEmpty() ? null : records;
    return current != null;
  }

  private @Nullable RawRecord next() throws IOException {
    while (true) {
      SliceReader open = reader;
      if (open == null) {
        if (next == slices.size()) {
          return null;
        }
        open = SliceReader.open(slices.get(next), unwraps, replays);
        reader = open;
      }
      RawRecord record = open.next();
      if (record != null) {
        return record;
      }
      close();
      ReadProgress.addStoredBytes(slices.get(next).size());
      next++;
    }
  }

  @Override
  public List<RawRecord> getCurrent() {
    List<RawRecord> records = current;
    if (records == null) {
      throw new NoSuchElementException();
    }
    return records;
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
  public BoundedSource<List<RawRecord>> getCurrentSource() {
    return source;
  }
}
