package dev.sessionbeam;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.RecordSplitter;
import dev.sessionbeam.prepare.Rule;
import dev.sessionbeam.prepare.UnwrapRecord;
import org.jspecify.annotations.Nullable;

/** Computes the times of records that may hold many. Only one thread may use it. */
final class UnwrappedTimes implements RecordClock {
  private final UnwrapRecord unwrap;
  private final Rule<RawRecord, TimedEvent> time;

  /** The earliest instant in the record that {@link #millis} was called for. */
  private long earliest;

  UnwrappedTimes(UnwrapRecord unwrap, Rule<RawRecord, TimedEvent> time) {
    this.unwrap = unwrap;
    this.time = time;
  }

  @Override
  public @Nullable Long millis(RawRecord record) {
    Long latest = null;
    earliest = Long.MAX_VALUE;
    try {
      for (RawRecord inner : unwrap.of(record).records()) {
        Long millis = millisOf(inner);
        if (millis != null) {
          latest = latest == null ? millis : Long.valueOf(Math.max(latest, millis));
          earliest = Math.min(earliest, millis);
        }
      }
    } catch (RecordRejectedException e) {
      return null;
    }
    return latest;
  }

  @Override
  public long earliest(RawRecord record, long latest) {
    return earliest;
  }

  private @Nullable Long millisOf(RawRecord inner) {
    try {
      return time.apply(inner).millis();
    } catch (RecordRejectedException e) {
      return null;
    }
  }

  /** Whether the record, as a line of a file, gives the same records again. */
  boolean readsBack(RawRecord record) {
    if (!RecordSplitter.isLine(record.bytes(), true)) {
      return false;
    }
    try {
      UnwrapRecord.Unwrapped unwrapped = unwrap.of(record);
      return unwrapped.records().stream().allMatch(this::isIndependentOfArrival);
    } catch (RecordRejectedException e) {
      // A reader may take a file that begins with an array apart in another way.
      return !UnwrapRecord.beginsAsArray(record);
    }
  }

  private boolean isIndependentOfArrival(RawRecord inner) {
    try {
      time.apply(inner);
      return true;
    } catch (RecordRejectedException e) {
      return e.reason() != Reason.AHEAD_OF_ARRIVAL;
    }
  }
}
