package dev.sessionbeam.io;

import java.io.Serializable;
import java.util.Base64;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * Describes what a job reads as a stream, how, and by which clock. A job has one of them. It
 * travels in the job's pipeline options and not in the source, because Flink keeps the source in
 * savepoints. So a job that resumes from a savepoint follows its own options, not those of the job
 * before it. And its classes may differ from the classes of that job.
 */
public interface StreamReadSettings extends Serializable {
  /** The option that carries it. */
  interface Options extends PipelineOptions {
    /** The encoded reading; empty if the job does not read a stream. */
    @Hidden
    @Default.String("")
    String getStreamReading();

    void setStreamReading(String value);
  }

  /** Puts this into the options of a job. Call it before the job starts. */
  default void putInto(PipelineOptions options) {
    options
        .as(Options.class)
        .setStreamReading(
            Base64.getEncoder().encodeToString(SerializableUtils.serializeToByteArray(this)));
  }

  /**
   * Returns the reading that the options of a job hold.
   *
   * @param kind the class of the reading: one for Kinesis, one for files
   * @throws IllegalStateException if the options hold no reading
   */
  static <T extends StreamReadSettings> T of(Class<T> kind, PipelineOptions options) {
    String encoded = options.as(Options.class).getStreamReading();
    if (encoded.isEmpty()) {
      throw new IllegalStateException(
          "the options do not contain which stream to read: read it with StreamRecords.from");
    }
    return kind.cast(
        SerializableUtils.deserializeFromByteArray(
            Base64.getDecoder().decode(encoded), "the description of the stream to read"));
  }
}
