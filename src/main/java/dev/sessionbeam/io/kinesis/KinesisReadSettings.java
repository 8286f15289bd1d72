package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.StreamReadSettings;
import org.apache.beam.sdk.options.PipelineOptions;

/** Holds what a job reads from Kinesis, and by which clock. */
record KinesisReadSettings(KinesisSettings settings, RecordClock clock)
    implements StreamReadSettings {
  static KinesisReadSettings of(PipelineOptions options) {
    return StreamReadSettings.of(KinesisReadSettings.class, options);
  }
}
