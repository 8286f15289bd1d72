package dev.sessionbeam.io.file;

import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.StreamReadSettings;
import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Describes where recorded files are and how they are played.
 *
 * @param folder what to put before the file names that marks hold, such as {@code /raw/}. A job
 *     that resumes may have another folder
 * @param elementBytes about how many bytes of records an element holds, if the rate allows it
 * @param unwraps whether a record may hold many
 */
record RecordedReadSettings(
    String folder, RecordClock clock, StreamSettings settings, int elementBytes, boolean unwraps)
    implements StreamReadSettings {
  private static final int ELEMENT_BYTES = 1 << 16;

  RecordedReadSettings(String folder, RecordClock clock, StreamSettings settings) {
    this(folder, clock, settings, ELEMENT_BYTES);
  }

  RecordedReadSettings(
      String folder, RecordClock clock, StreamSettings settings, int elementBytes) {
    this(folder, clock, settings, elementBytes, false);
  }

  RecordedReadSettings unwrapping(boolean mayHoldMany) {
    return new RecordedReadSettings(folder, clock, settings, elementBytes, mayHoldMany);
  }

  static RecordedReadSettings of(PipelineOptions options) {
    return StreamReadSettings.of(RecordedReadSettings.class, options);
  }

  /** The file that a mark names. */
  FileSlice file(FileMark mark) {
    return new InputFile(folder + mark.name(), mark.size()).whole();
  }
}
