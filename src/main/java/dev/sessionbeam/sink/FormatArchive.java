package dev.sessionbeam.sink;

import dev.sessionbeam.event.ArchiveLayout;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.RawRecord;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Raw records to the lines of the archive, in folders by the hour of their arrival. A record is a
 * line as it came. Where that line would not be read as the same record again, it is kept in an
 * envelope, with its origin.
 */
public final class FormatArchive implements Serializable {
  private static final long HOUR_MILLIS = 3_600_000;

  /**
   * Within a line that is too long for a record, objects in a text would be taken for glued ones.
   */
  private static final int MOST_TEXT_BYTES = 1 << 17;

  private static final byte[] LINE_BREAK = {'\n'};

  private final ReadsBack readsBack;

  private long hour = Long.MIN_VALUE;
  private String folder = "";

  /** Whether a record's bytes, as a line of a file, are all that it takes to read it again. */
  @FunctionalInterface
  public interface ReadsBack extends Serializable {
    boolean test(RawRecord record);
  }

  FormatArchive(ReadsBack readsBack) {
    this.readsBack = readsBack;
  }

  /**
   * Writes the records' lines.
   *
   * @param records of a stream: each has an arrival
   */
  void format(List<RawRecord> records, LinesPacker lines) {
    for (RawRecord record : records) {
      String hourly = folder(Objects.requireNonNull(record.origin().arrivalMillis()));
      if (readsBack.test(record)) {
        LinesPacker.Pack pack = lines.at(Dataset.ARCHIVE, hourly);
        pack.write(record.bytes(), record.bytes().length);
        pack.write(LINE_BREAK, LINE_BREAK.length);
        pack.endLine();
      } else {
        Map<String, Object> fields = new LinkedHashMap<>();
        RecordEnvelope.put(record, fields, MOST_TEXT_BYTES);
        byte[] envelope = JsonValue.of(fields).toBytes();
        lines.add(Lines.of(Dataset.ARCHIVE, ArchiveLayout.envelopes(hourly), envelope));
      }
    }
  }

  private String folder(long arrival) {
    long of = Math.floorDiv(arrival, HOUR_MILLIS);
    if (of != hour) {
      folder = ArchiveLayout.hour(arrival);
      hour = of;
    }
    return folder;
  }
}
