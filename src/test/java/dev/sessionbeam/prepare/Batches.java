package dev.sessionbeam.prepare;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.packing.RecordBatch;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;

/** Turns batches of records into text. */
public final class Batches {
  private Batches() {}

  /** Returns the records that passed. */
  public static <T> PCollection<String> passed(
      PCollection<RecordBatch<T>> batches, SerializableFunction<T, String> text) {
    return batches.apply(
        "Passed",
        FlatMapElements.into(strings())
            .via(batch -> batch.passed().stream().map(text::apply).toList()));
  }

  /** Returns the rejected records. */
  public static <T> PCollection<String> rejected(PCollection<RecordBatch<T>> batches) {
    return batches.apply(
        "Rejected",
        FlatMapElements.into(strings())
            .via(batch -> batch.rejected().stream().map(TestEvents::text).toList()));
  }
}
