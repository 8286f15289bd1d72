package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.source.RecordClock;
import dev.sessionbeam.source.StreamReading;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a job reads of Kinesis, and by which clock. */
record KinesisReading(KinesisSettings settings, RecordClock clock) implements StreamReading {
  static KinesisReading of(PipelineOptions options) {
    return StreamReading.of(KinesisReading.class, options);
  }
}
