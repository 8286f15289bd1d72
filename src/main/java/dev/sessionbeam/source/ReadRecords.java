package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** The records of files, each with its bytes and where they stood. */
public final class ReadRecords extends PTransform<PBegin, PCollection<RawRecord>> {
  /** The counter of records read, in this class's namespace. */
  public static final String RECORDS = "records";

  private final transient List<InputFile> files;

  private ReadRecords(List<InputFile> files) {
    this.files = files;
  }

  /** Reads the files that {@link InputFiles} found. */
  public static ReadRecords from(List<InputFile> files) {
    return new ReadRecords(files);
  }

  @Override
  public PCollection<RawRecord> expand(PBegin begin) {
    return begin.apply("ReadFiles", Read.from(RecordSource.of(files)));
  }
}
