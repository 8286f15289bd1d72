package dev.sessionbeam.source;

import dev.sessionbeam.source.StreamMark.FileMark;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Where recorded files are, and how they are played.
 *
 * @param folder what stands ahead of the names that marks have of the files, such as {@code /raw/};
 *     it may be another one for a job that goes on
 * @param elementBytes about how many bytes of records make an element, if they may be played at
 *     once
 */
record RecordedReading(String folder, RecordClock clock, StreamSettings settings, int elementBytes)
    implements StreamReading {
  private static final int ELEMENT_BYTES = 1 << 16;

  RecordedReading(String folder, RecordClock clock, StreamSettings settings) {
    this(folder, clock, settings, ELEMENT_BYTES);
  }

  static RecordedReading of(PipelineOptions options) {
    return StreamReading.of(RecordedReading.class, options);
  }

  /** The file that a mark names. */
  FileSlice file(FileMark mark) {
    return new InputFile(folder + mark.name(), mark.size()).whole();
  }
}
