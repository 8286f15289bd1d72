package dev.sessionbeam.plan;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.file.FileRecords;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;

/**
 * The size of the records of a file.
 *
 * @param records how many the file has
 * @param bytes the bytes of all of them, without line breaks
 */
public record Sample(long records, long bytes) {
  /**
   * Measures a file as a run reads it: plain or compressed, told by its first bytes.
   *
   * @throws IOException with a message for a person, if the file cannot be read
   */
  public static Sample of(Path file) throws IOException {
    long records = 0;
    long bytes = 0;
    try (FileRecords source = FileRecords.open(file, false, false)) {
      for (RawRecord record = source.next(); record != null; record = source.next()) {
        records++;
        bytes += record.bytes().length;
      }
    }
    return new Sample(records, bytes);
  }

  /** Returns the mean size, in bytes. There must be a record. */
  public BigDecimal mean() {
    return Numbers.over(Numbers.of(bytes), Numbers.of(records));
  }

  /** Returns how the mean is computed. */
  public String text() {
    return Numbers.text(Numbers.of(bytes))
        + " bytes ÷ "
        + Numbers.text(Numbers.of(records))
        + " records";
  }
}
