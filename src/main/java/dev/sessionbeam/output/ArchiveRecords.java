package dev.sessionbeam.output;

import dev.sessionbeam.event.RawRecord;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;

/** Writes the raw records of a stream to the files of an archive. See {@link FormatArchive}. */
public final class ArchiveRecords extends PTransform<PCollection<List<RawRecord>>, PDone> {
  private final FormatArchive format;
  private final WriteLines write;

  private ArchiveRecords(FormatArchive format, WriteLines write) {
    this.format = format;
    this.write = write;
  }

  /**
   * Archives every record.
   *
   * @param readsBack true for records that are written as they came; any other record is written in
   *     an envelope
   */
  public static ArchiveRecords of(FormatArchive.ReadsBack readsBack, WriteLines to) {
    return new ArchiveRecords(new FormatArchive(readsBack), to);
  }

  @Override
  public PDone expand(PCollection<List<RawRecord>> records) {
    return PCollectionList.of(records.apply("FormatRecords", FormatLines.by(format::format)))
        .apply("WriteLines", write);
  }
}
