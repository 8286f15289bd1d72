package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.ReadProgress;
import java.util.List;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Unpacks a {@link PackedAnswer} into the records in it. */
final class UnpackRecordsFn extends DoFn<KinesisRecord, List<RawRecord>> {
  private static final long serialVersionUID = 1;

  /** Checkpoints take minutes at most. Beam forgets a callback after this time. */
  private static final Duration CALL_BACK_WITHIN = Duration.standardDays(1);

  @ProcessElement
  public void process(
      @Element KinesisRecord pack, OutputReceiver<List<RawRecord>> out, BundleFinalizer finalizer) {
    if (PackedAnswer.isEndMarker(pack)) {
      long marker = PackedAnswer.marker(pack);
      finalizer.afterBundleCommit(
          Instant.now().plus(CALL_BACK_WITHIN), () -> CompletedCheckpoints.held(marker));
      return;
    }
    List<RawRecord> records = PackedAnswer.records(pack);
    ReadProgress.addRecords(records.size());
    out.output(records);
  }
}
