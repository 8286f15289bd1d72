package dev.sessionbeam.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read: its bytes, which are never changed, and its origin.
 *
 * @param bytes the record without the line break at its end
 */
public record RawRecord(byte[] bytes, Origin origin) {
  /**
   * The largest size of a record that a source reads, in bytes: that of a record of Kinesis. A
   * record of a file is smaller. Most records of that size are rejected.
   */
  public static final int MAX_BYTES = 10 << 20;

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawRecord that
        && origin.equals(that.origin)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * origin.hashCode() + Arrays.hashCode(bytes);
  }
}
