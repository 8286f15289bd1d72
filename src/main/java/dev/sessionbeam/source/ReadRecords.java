package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/** The records of files, each with its bytes and where they stood. */
public final class ReadRecords extends PTransform<PBegin, PCollection<RawRecord>> {
  /** The counter of records read, in this class's namespace. */
  public static final String RECORDS = "records";

  private final transient List<InputFile> files;
  private final boolean replay;

  private ReadRecords(List<InputFile> files, boolean replay) {
    this.files = files;
    this.replay = replay;
  }

  /**
   * Reads the files that {@link InputFiles} found.
   *
   * @param replay whether to take records out of the envelopes that hold them
   */
  public static ReadRecords from(List<InputFile> files, boolean replay) {
    return new ReadRecords(files, replay);
  }

  @Override
  public PCollection<RawRecord> expand(PBegin begin) {
    PCollection<RawRecord> records = begin.apply("ReadFiles", Read.from(RecordSource.of(files)));
    if (!replay) {
      return records;
    }
    return records
        .apply(
            "OpenEnvelopes",
            MapElements.into(TypeDescriptor.of(RawRecord.class)).via(Envelope::open))
        .setCoder(RawRecordCoder.of());
  }
}
