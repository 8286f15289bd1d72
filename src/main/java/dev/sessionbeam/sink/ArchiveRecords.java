package dev.sessionbeam.sink;

import dev.sessionbeam.event.RawRecord;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;

/** Raw records of a stream to files of an archive, as they came. See {@link FormatArchive}. */
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
   * @param readsBack of the others an envelope is kept
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
