package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** When a record's event happened, as cleaned. A stream's watermark follows it. */
@FunctionalInterface
public interface RecordClock extends Serializable {
  /**
   * The event's instant, in milliseconds since the epoch, or null where the record is no valid
   * event: such a one moves no watermark.
   */
  @Nullable Long millis(RawRecord record);
}
