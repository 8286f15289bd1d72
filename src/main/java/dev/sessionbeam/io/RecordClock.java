package dev.sessionbeam.io;

import dev.sessionbeam.event.RawRecord;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Returns when the event of a record happened, after cleaning. The watermark of a stream follows
 * it.
 */
@FunctionalInterface
public interface RecordClock extends Serializable {
  /**
   * The event's instant, in milliseconds since the epoch, or null if the record is not a valid
   * event. A record without an event does not move the watermark. If the record holds many events,
   * it is the latest of them.
   */
  @Nullable Long millis(RawRecord record);

  /**
   * The earliest instant of an event in a record, in milliseconds since the epoch.
   *
   * @param latest what {@link #millis} returned for this record just before
   */
  default long earliest(RawRecord record, long latest) {
    return latest;
  }
}
