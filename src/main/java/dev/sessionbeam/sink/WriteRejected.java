package dev.sessionbeam.sink;

import dev.sessionbeam.failure.Refused;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Rejected records to lines of {@code invalid/} and {@code late/}, in files. SEMANTICS, section 4.
 */
public final class WriteRejected extends PTransform<PCollection<Refused>, PDone> {
  private final WriteLines write;

  private WriteRejected(WriteLines write) {
    this.write = write;
  }

  /** Writes to where the lines go. */
  public static WriteRejected of(WriteLines to) {
    return new WriteRejected(to);
  }

  /** The lines alone, for those who write them elsewhere. */
  public static PTransform<PCollection<Refused>, PCollection<Lines>> lines() {
    return FormatLines.by(
        (refused, lines) ->
            lines.add(FormatRefused.format(refused, LocalDate.now(ZoneOffset.UTC))));
  }

  @Override
  public PDone expand(PCollection<Refused> rejected) {
    return rejected.apply("FormatRejected", lines()).apply("WriteLines", write);
  }
}
