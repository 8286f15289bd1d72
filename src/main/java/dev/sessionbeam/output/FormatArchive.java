package dev.sessionbeam.output;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.EnvelopeWriter;
import dev.sessionbeam.io.ArchiveLayout;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.publish.Dataset;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Formats raw records as lines of the archive, in one folder per hour of arrival. A record becomes
 * a line as it came. If that line would not read as the same record again, the line is an envelope
 * instead, which keeps the record and its origin.
 */
public final class FormatArchive implements Serializable {
  private static final long HOUR_MILLIS = 3_600_000;

  /**
   * A larger record is kept as base64. In a line that is too long for a record, the reader would
   * take two braces within a text for the border between two records.
   */
  private static final int MOST_TEXT_BYTES = 1 << 17;

  private static final byte[] LINE_BREAK = {'\n'};

  private final ReadsBack readsBack;

  private long hour = Long.MIN_VALUE;
  private String folder = "";

  /** Decides whether a record's bytes, as a line of a file, are enough to read the record again. */
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
   * @param records records of a stream: each has an arrival time
   */
  void format(List<RawRecord> records, LinesBuffer lines) {
    for (RawRecord record : records) {
      String hourly = folder(Objects.requireNonNull(record.origin().arrivalMillis()));
      if (readsBack.test(record)) {
        LinesBuffer.Pack pack = lines.at(Dataset.ARCHIVE, hourly);
        pack.write(record.bytes(), record.bytes().length);
        pack.write(LINE_BREAK, LINE_BREAK.length);
        pack.endLine();
      } else {
        Map<String, Object> fields = new LinkedHashMap<>();
        EnvelopeWriter.put(record, fields, MOST_TEXT_BYTES);
        byte[] envelope = JsonValue.of(fields).toBytes();
        lines.add(Lines.of(Dataset.ARCHIVE, ArchiveLayout.envelopes(hourly), envelope));
      }
    }
  }

  private String folder(long arrival) {
    long arrivalHour = Math.floorDiv(arrival, HOUR_MILLIS);
    if (arrivalHour != hour) {
      folder = ArchiveLayout.hour(arrival);
      hour = arrivalHour;
    }
    return folder;
  }
}
