package dev.sessionbeam.collect.stream;

import com.google.common.base.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event, as it goes into the stream.
 *
 * @param key its partition key: 1 to 256 characters
 * @param data its bytes, which are never changed
 * @param receivedMillis when the collector received it, in milliseconds since the epoch
 */
public record StreamEvent(String key, byte[] data, long receivedMillis) {
  /** Returns its size as Kinesis counts it, in bytes. */
  public int size() {
    return data.length + Utf8.encodedLength(key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StreamEvent that
        && key.equals(that.key)
        && receivedMillis == that.receivedMillis
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(data);
  }
}
