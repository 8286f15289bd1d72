package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.source.RecordClock;
import java.io.Serializable;
import java.util.Base64;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * What a job reads and by which clock. It travels in the pipeline's options, which a job has of its
 * own, and not in the source, which a savepoint keeps: a job that goes on from a savepoint reads as
 * it was told, not as the one before it was, and its classes may differ from that one's.
 */
record KinesisReading(KinesisSettings settings, RecordClock clock) implements Serializable {
  /** Where it travels. */
  public interface Options extends PipelineOptions {
    /** The encoded reading; empty where nothing is read from Kinesis. */
    @Hidden
    @Default.String("")
    String getKinesisReading();

    void setKinesisReading(String value);
  }

  void putInto(PipelineOptions options) {
    options
        .as(Options.class)
        .setKinesisReading(
            Base64.getEncoder().encodeToString(SerializableUtils.serializeToByteArray(this)));
  }

  static KinesisReading of(PipelineOptions options) {
    String encoded = options.as(Options.class).getKinesisReading();
    if (encoded.isEmpty()) {
      throw new IllegalStateException("read a stream of Kinesis by StreamRecords.from");
    }
    return (KinesisReading)
        SerializableUtils.deserializeFromByteArray(
            Base64.getDecoder().decode(encoded), "what is read from Kinesis");
  }
}
