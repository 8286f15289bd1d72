package dev.sessionbeam.io.file;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.failure.EnvelopeReader;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Reads the records of files, each with its bytes and its position. An element holds many records,
 * because most of the cost of an element does not depend on its size.
 */
public final class ReadRecords extends PTransform<PBegin, PCollection<List<RawRecord>>> {
  /** An element holds about this many bytes of records. */
  static final int ELEMENT_BYTES = 1 << 17;

  private final transient List<InputFile> files;
  private final boolean replay;
  private final boolean unwraps;

  private ReadRecords(List<InputFile> files, boolean replay, boolean unwraps) {
    this.files = files;
    this.replay = replay;
    this.unwraps = unwraps;
  }

  /**
   * Reads the files that {@link InputFiles} found.
   *
   * @param replay whether to take records out of the envelopes that hold them
   */
  public static ReadRecords from(List<InputFile> files, boolean replay) {
    return new ReadRecords(files, replay, false);
  }

  /**
   * Returns the same read, but of files whose records may hold many, if {@code unwraps} is true.
   */
  public ReadRecords unwrapping(boolean unwraps) {
    return new ReadRecords(files, replay, unwraps);
  }

  @Override
  public PCollection<List<RawRecord>> expand(PBegin begin) {
    PCollection<List<RawRecord>> records =
        begin.apply("ReadFiles", Read.from(RecordSource.of(files, unwraps, replay)));
    return replay
        ? records
            .apply(
                "OpenEnvelopes",
                MapElements.into(TypeDescriptors.lists(TypeDescriptor.of(RawRecord.class)))
                    .via(EnvelopeReader::openAll))
            .setCoder(ListCoder.of(RawRecordCoder.of()))
        : records;
  }
}
