package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.StreamReading;
import org.apache.beam.sdk.options.PipelineOptions;

/** Holds what a job reads from Kinesis, and by which clock. */
record KinesisReading(KinesisSettings settings, RecordClock clock) implements StreamReading {
  static KinesisReading of(PipelineOptions options) {
    return StreamReading.of(KinesisReading.class, options);
  }
}
