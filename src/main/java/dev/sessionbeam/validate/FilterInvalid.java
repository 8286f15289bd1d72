package dev.sessionbeam.validate;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.ParsedEventCoder;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.ApplyRule;
import dev.sessionbeam.failure.RecordBatch;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.failure.Stage;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Records to those that are events, parsed, with the others rejected beside them. SEMANTICS,
 * section 2, step 1. Metrics: those of {@link ApplyRule}, in this class's namespace.
 */
public final class FilterInvalid
    extends PTransform<PCollection<List<RawRecord>>, PCollection<RecordBatch<ParsedEvent>>> {
  private final Definition definition;

  private FilterInvalid(Definition definition) {
    this.definition = definition;
  }

  /** Lets the records pass that the definition takes for events. */
  public static FilterInvalid of(Definition definition) {
    return new FilterInvalid(definition);
  }

  /** What this step does to one record. */
  public static Rule<RawRecord, ParsedEvent> rule(Definition definition) {
    return Rule.step(Stage.VALIDATE, new ValidateRecord(definition));
  }

  @Override
  public PCollection<RecordBatch<ParsedEvent>> expand(PCollection<List<RawRecord>> records) {
    return records.apply(
        "Filter",
        ApplyRule.toRecords(FilterInvalid.class, rule(definition), ParsedEventCoder.of()));
  }
}
