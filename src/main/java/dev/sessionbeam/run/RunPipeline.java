package dev.sessionbeam.run;

import dev.sessionbeam.RecordTimes;
import dev.sessionbeam.SessionPipeline;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.deliver.Deliver;
import dev.sessionbeam.deliver.DeliverBounded;
import dev.sessionbeam.deliver.DeliverResults;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.StreamRecords;
import dev.sessionbeam.io.file.InputFile;
import dev.sessionbeam.io.file.InputFiles;
import dev.sessionbeam.io.file.PlayFiles;
import dev.sessionbeam.io.file.ReadRecords;
import dev.sessionbeam.io.kinesis.KinesisSettings;
import dev.sessionbeam.io.kinesis.ReadKinesis;
import dev.sessionbeam.output.ArchiveRecords;
import dev.sessionbeam.output.WriteLines;
import dev.sessionbeam.output.WriteResults;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.PublishingLease;
import dev.sessionbeam.publish.RunId;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns a plan into its {@link SessionPipeline}, with the source and the outputs of the plan. */
final class RunPipeline {
  private static final java.time.Duration LEAST_WAIT = java.time.Duration.ofSeconds(10);

  private RunPipeline() {}

  static Pipeline of(RunPlan plan, PipelineOptions options, RunId run) {
    Backfill backfill = plan.backfill();
    Definition definition = plan.definition();
    WriteResults results =
        WriteResults.of(
            definition,
            under(RunLeases.ofResults(plan, run), inFormat(plan, write(plan, plan.target(), run))));
    WriteResults noting = plan.replay() ? results.notingTimes() : results;
    OutputFolder archive = plan.archive();
    DeliveryPlan delivery = plan.delivery();
    if (plan.stream() != null && delivery != null) {
      DeliveryCheckpoints.outlast(delivery.drain(), options);
    }
    Pipeline pipeline = Pipeline.create(options);
    SessionPipeline.of(definition)
        .groupedBy(plan.grouping())
        .expecting(bytes(plan))
        .within(backfill == null ? null : backfill.range())
        .addTo(
            pipeline,
            new SessionPipeline.Ends(
                read(plan, options),
                archive == null
                    ? null
                    : ArchiveRecords.of(
                        RecordTimes.plainInArchive(definition),
                        under(RunLeases.ofArchive(archive, run), write(plan, archive, run))),
                // Rejected records belong to no day; each backfill would write them again.
                (backfill == null ? noting : noting.withoutRejected())
                    .visitedBy(deliverBatch(plan)),
                deliverStream(plan, options)));
    return pipeline;
  }

  private static @Nullable DeliverResults deliverStream(RunPlan plan, PipelineOptions options) {
    DeliveryPlan delivery = plan.delivery();
    if (delivery == null || plan.stream() == null) {
      return null;
    }
    CurrentRoutes routes = delivery.current();
    return DeliverResults.of(
        plan.definition(),
        routes,
        Deliver.by(routes)
            .drainingWithin(delivery.drain())
            .awaitingCommit(DeliveryCheckpoints.areTaken(options))
            .knowingRoutesWithin(twiceTheRefresh(options)));
  }

  private static @Nullable DeliverBounded deliverBatch(RunPlan plan) {
    DeliveryPlan delivery = plan.delivery();
    return delivery == null || plan.stream() != null || !delivery.deliver()
        ? null
        : DeliverBounded.by(plan.definition(), delivery.current(), delivery.drain());
  }

  /** After this time, every process has read what another one has read. */
  private static java.time.Duration twiceTheRefresh(PipelineOptions options) {
    String refresh = options.as(DeliverOptions.class).getRoutesRefresh();
    java.time.Duration twice =
        StreamPlan.duration("--routesRefresh", refresh, new ArrayList<>()).multipliedBy(2);
    return twice.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : twice;
  }

  /** The approximate size of the records in a plan's files, in bytes. */
  static long bytes(RunPlan plan) {
    return plan.files().stream().mapToLong(InputFile::expectedBytes).sum();
  }

  private static PTransform<PBegin, PCollection<List<RawRecord>>> read(
      RunPlan plan, PipelineOptions options) {
    StreamPlan stream = plan.stream();
    boolean unwraps = plan.definition().unwrap() != null;
    if (stream == null) {
      return ReadRecords.from(plan.files(), plan.replay()).unwrapping(unwraps);
    }
    RecordClock clock = RecordTimes.clock(plan.definition());
    KinesisSettings kinesis = stream.kinesis();
    if (kinesis != null) {
      return StreamRecords.from(ReadKinesis.of(kinesis, clock));
    }
    String folder = InputFiles.folder(options.as(InputOptions.class).getInput(), plan.files());
    return StreamRecords.from(
        PlayFiles.from(plan.files(), folder, clock, stream.settings()).unwrapping(unwraps));
  }

  private static WriteLines write(RunPlan plan, OutputFolder to, RunId run) {
    WriteLines write = WriteLines.to(to.root(), plan.codec(), plan.filesPerPartition()).named(run);
    StreamPlan stream = plan.stream();
    return stream == null ? write : write.withDelay(Duration.millis(stream.fileDelay().toMillis()));
  }

  private static WriteLines inFormat(RunPlan plan, WriteLines write) {
    return plan.format() == Format.JSON ? write : write.inColumns(plan.definition().tables());
  }

  private static WriteLines under(@Nullable PublishingLease lease, WriteLines write) {
    return lease == null ? write : write.under(lease);
  }
}
