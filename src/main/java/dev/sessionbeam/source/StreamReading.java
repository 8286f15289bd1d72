package dev.sessionbeam.source;

import java.io.Serializable;
import java.util.Base64;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * What a job reads as a stream, how, and by which clock; one in a job. It travels in the pipeline's
 * options, which a job has of its own, and not in the source, which Flink keeps in savepoints: a
 * job that goes on from a savepoint reads as it was told, not as the one before it was, and its
 * classes may differ from that one's.
 */
public interface StreamReading extends Serializable {
  /** Where it travels. */
  interface Options extends PipelineOptions {
    /** The encoded reading; empty where no stream is read. */
    @Hidden
    @Default.String("")
    String getStreamReading();

    void setStreamReading(String value);
  }

  /** Tells the job with these options; to be called ahead of it. */
  default void putInto(PipelineOptions options) {
    options
        .as(Options.class)
        .setStreamReading(
            Base64.getEncoder().encodeToString(SerializableUtils.serializeToByteArray(this)));
  }

  /**
   * What the job with these options was told.
   *
   * @param kind as its source is one of Kinesis or of files
   * @throws IllegalStateException where it was told nothing
   */
  static <T extends StreamReading> T of(Class<T> kind, PipelineOptions options) {
    String encoded = options.as(Options.class).getStreamReading();
    if (encoded.isEmpty()) {
      throw new IllegalStateException("read a stream by StreamRecords.from");
    }
    return kind.cast(
        SerializableUtils.deserializeFromByteArray(
            Base64.getDecoder().decode(encoded), "what is read as a stream"));
  }
}
