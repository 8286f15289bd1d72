package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.ParsedEventCoder;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Turns raw records into parsed events and rejected records. If the definition unwraps records,
 * each record inside another one is an event or rejected by itself: see {@link UnwrapRecords}. See
 * docs/semantics.md, section 2, step 1. Metrics: those of {@link ApplyRule}, in this class's
 * namespace.
 */
public final class FilterInvalid
    extends PTransform<PCollection<List<RawRecord>>, PCollection<RecordBatch<ParsedEvent>>> {
  private final Definition definition;

  private FilterInvalid(Definition definition) {
    this.definition = definition;
  }

  /** Returns a transform that passes the records that are events by the definition. */
  public static FilterInvalid of(Definition definition) {
    return new FilterInvalid(definition);
  }

  /** Returns the rule that this step applies to each record. */
  public static Rule<RawRecord, ParsedEvent> rule(Definition definition) {
    return Rule.step(Stage.VALIDATE, new ValidateRecord(definition));
  }

  @Override
  public PCollection<RecordBatch<ParsedEvent>> expand(PCollection<List<RawRecord>> records) {
    return records.apply(
        "Filter",
        ApplyRule.toRecords(
            FilterInvalid.class, definition.unwrap(), rule(definition), ParsedEventCoder.of()));
  }
}
