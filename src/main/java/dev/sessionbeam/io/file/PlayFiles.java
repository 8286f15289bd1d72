package dev.sessionbeam.io.file;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.RecordClock;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Plays files as a stream and emits their records. Each file takes the place of a shard: it is read
 * from its beginning to its end, and all files advance together in event time. A pipeline can have
 * only one, because the pipeline's options contain what is read.
 */
public final class PlayFiles extends PTransform<PBegin, PCollection<List<RawRecord>>> {
  private final transient List<InputFile> files;
  private final transient RecordedReadSettings reading;

  private PlayFiles(List<InputFile> files, RecordedReadSettings reading) {
    this.files = files;
    this.reading = reading;
  }

  /**
   * Plays the files that {@link InputFiles} found.
   *
   * @param folder where they are, from {@link InputFiles#folder}. A job that resumes from a
   *     savepoint plays the files that the first job found, in this folder
   * @param clock returns when records happened, for the watermark
   */
  public static PlayFiles from(
      List<InputFile> files, String folder, RecordClock clock, StreamSettings settings) {
    return new PlayFiles(files, new RecordedReadSettings(folder, clock, settings));
  }

  /** Returns the same, but of files whose records may hold many, if {@code unwraps} is true. */
  public PlayFiles unwrapping(boolean unwraps) {
    return new PlayFiles(files, reading.unwrapping(unwraps));
  }

  @Override
  public PCollection<List<RawRecord>> expand(PBegin begin) {
    reading.putInto(begin.getPipeline().getOptions());
    return begin.apply("Files", Read.from(RecordedStream.of(files, reading.folder())));
  }
}
