package dev.sessionbeam.publish;

import dev.sessionbeam.lease.JobLease;
import dev.sessionbeam.lease.LeasedDays;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.jspecify.annotations.Nullable;

/** Lets the step that publishes files of a stream check its job's lease, and release days. */
public final class PublishingLease implements Serializable {
  private final JobLease lease;
  private final @Nullable Duration reach;
  private final @Nullable UnfinishedStreams notes;
  private final @Nullable RunId run;

  /** Where the progress of the stream is written; null if it is not. */
  private final @Nullable OutputFolder reports;

  /** The watermark that this process wrote last, in milliseconds; null before it wrote one. */
  private transient @Nullable Long reported;

  /** The first day that this process noted; null before the first note. */
  private transient @Nullable LocalDate noted;

  private PublishingLease(
      JobLease lease,
      @Nullable Duration reach,
      @Nullable UnfinishedStreams notes,
      @Nullable RunId run,
      @Nullable OutputFolder reports) {
    this.lease = lease;
    this.reach = reach;
    this.notes = notes;
    this.run = run;
    this.reports = reports;
  }

  /**
   * Allows only the latest attempt of the job to publish.
   *
   * @param reach how far before the watermark a day may still change; null if there is no bound
   */
  public static PublishingLease of(JobLease lease, @Nullable Duration reach) {
    return new PublishingLease(lease, reach, null, null, null);
  }

  /** Returns the same, but also notes in the output which days the stream releases. */
  public PublishingLease noting(UnfinishedStreams streams, RunId stream) {
    return new PublishingLease(lease, reach, streams, stream, reports);
  }

  /** Returns the same, but also writes to the output how far the stream has come. */
  public PublishingLease reporting(OutputFolder output) {
    return new PublishingLease(lease, reach, notes, run, output);
  }

  void open(PipelineOptions options) {
    lease.open(options);
  }

  /**
   * Must be called directly before a publish.
   *
   * @throws IOException if this attempt must not publish
   */
  void check() throws IOException {
    lease.requireLatestAttempt();
  }

  /**
   * Releases the days that can no longer change, and then reports the watermark if it has risen.
   *
   * @param watermark the published watermark, in milliseconds
   */
  void advanceTo(long watermark) throws IOException {
    boolean known =
        watermark > BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()
            && watermark < GlobalWindow.INSTANCE.maxTimestamp().getMillis();
    if (reach != null && known) {
      LeasedDays days = LeasedDays.daysFrom(Instant.ofEpochMilli(watermark).minus(reach));
      lease.narrow(days);
      note(days.from());
    }
    if (reports != null && known && (reported == null || watermark > reported)) {
      new StreamProgress(Instant.ofEpochMilli(watermark), false).write(reports);
      reported = watermark;
    }
  }

  /** Reports that the stream has ended: all its files are published. */
  void ended() throws IOException {
    if (reports == null) {
      return;
    }
    lease.requireLatestAttempt();
    Optional<StreamProgress> before = StreamProgress.in(reports);
    Instant last =
        reported == null
            ? before.map(StreamProgress::watermark).orElse(null)
            : Instant.ofEpochMilli(reported);
    new StreamProgress(last, true).write(reports);
  }

  /** Notes the day after the lease is narrower: a note must not say less than the lease. */
  private void note(@Nullable LocalDate from) throws IOException {
    if (notes != null && run != null && from != null && (noted == null || from.isAfter(noted))) {
      notes.narrow(run, from);
      noted = from;
    }
  }

  void close() {
    lease.close();
  }
}
