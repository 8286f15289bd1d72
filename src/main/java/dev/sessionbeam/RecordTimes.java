package dev.sessionbeam;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.RecordSplitter;
import dev.sessionbeam.output.FormatArchive;
import dev.sessionbeam.prepare.CleanFields;
import dev.sessionbeam.prepare.FilterInvalid;
import dev.sessionbeam.prepare.Rule;
import dev.sessionbeam.prepare.UnwrapRecord;

/**
 * Computes the time of a raw record by the rules of the steps, for code that needs it outside of
 * them: the watermark of a stream and its archive.
 */
public final class RecordTimes {
  private RecordTimes() {}

  /**
   * Returns a clock for the watermark of a stream. It returns the time of a record after cleaning,
   * or null if the record is rejected. If the definition unwraps records, only one thread may use
   * the clock.
   */
  public static RecordClock clock(Definition definition) {
    Rule<RawRecord, TimedEvent> time = rule(definition);
    UnwrapRecord unwrap = UnwrapRecord.of(definition);
    if (unwrap != null) {
      return new UnwrappedTimes(unwrap, time);
    }
    return record -> {
      try {
        return time.apply(record).millis();
      } catch (RecordRejectedException e) {
        return null;
      }
    };
  }

  /**
   * Returns the test that decides which records an archive keeps as plain lines: a record whose
   * line gives the same record when it is read again, unless the record is rejected because of its
   * arrival time, which a line does not hold. If a role depends on how a record arrived, no line is
   * enough. A record that holds many is kept as it came, if this is so for all of them.
   */
  public static FormatArchive.ReadsBack plainInArchive(Definition definition) {
    if (definition.roles().useSource()) {
      return record -> false;
    }
    Rule<RawRecord, TimedEvent> time = rule(definition);
    UnwrapRecord unwrap = UnwrapRecord.of(definition);
    if (unwrap != null) {
      return new UnwrappedTimes(unwrap, time)::readsBack;
    }
    return record -> {
      if (!RecordSplitter.isLine(record.bytes())) {
        return false;
      }
      try {
        time.apply(record);
        return true;
      } catch (RecordRejectedException e) {
        return e.reason() != Reason.AHEAD_OF_ARRIVAL;
      }
    };
  }

  /** The rule that validates a record, cleans it, and determines its instant. */
  static Rule<RawRecord, TimedEvent> rule(Definition definition) {
    Rule<RawRecord, ParsedEvent> filter = FilterInvalid.rule(definition);
    Rule<ParsedEvent, TimedEvent> clean = CleanFields.uncountedRule(definition);
    return record -> clean.apply(filter.apply(record));
  }
}
