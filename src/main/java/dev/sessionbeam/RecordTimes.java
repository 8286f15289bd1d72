package dev.sessionbeam;

import dev.sessionbeam.clean.CleanFields;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.sink.FormatArchive;
import dev.sessionbeam.source.RecordClock;
import dev.sessionbeam.source.RecordParts;
import dev.sessionbeam.validate.FilterInvalid;

/** When records happened, for those who have to know it beside the steps. */
public final class RecordTimes {
  private RecordTimes() {}

  /** When records happened, as cleaned, for the watermark of a stream. */
  public static RecordClock clock(Definition definition) {
    Rule<RawRecord, TimedEvent> time = rule(definition);
    return record -> {
      try {
        return time.apply(record).millis();
      } catch (Refusal e) {
        return null;
      }
    };
  }

  /**
   * Which records an archive keeps as plain lines: those that such a line gives back, and that are
   * not refused for their arrival, which a line does not have.
   */
  public static FormatArchive.ReadsBack plainInArchive(Definition definition) {
    Rule<RawRecord, TimedEvent> time = rule(definition);
    return record -> {
      if (!RecordParts.isLine(record.bytes())) {
        return false;
      }
      try {
        time.apply(record);
        return true;
      } catch (Refusal e) {
        return e.reason() != Reason.AHEAD_OF_ARRIVAL;
      }
    };
  }

  /** The way of a record up to the instant that it has once cleaned. */
  static Rule<RawRecord, TimedEvent> rule(Definition definition) {
    Rule<RawRecord, ParsedEvent> filter = FilterInvalid.rule(definition);
    Rule<ParsedEvent, TimedEvent> clean = CleanFields.rule(definition);
    return record -> clean.apply(filter.apply(record));
  }
}
