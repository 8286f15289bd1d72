package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.StreamRecords;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.runners.TransformHierarchy;

/** Gets the source that KinesisIO makes from our settings, as a runner gets it. */
final class KinesisIoReads {
  private KinesisIoReads() {}

  /** Returns the source. Afterwards the options contain what is read. */
  @SuppressWarnings("unchecked")
  static <M extends UnboundedSource.CheckpointMark> UnboundedSource<KinesisRecord, M> source(
      KinesisSettings settings, RecordClock clock, PipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(StreamRecords.from(ReadKinesis.of(settings, clock)));
    List<UnboundedSource<KinesisRecord, M>> found = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof Read.Unbounded<?> read) {
              found.add((UnboundedSource<KinesisRecord, M>) read.getSource());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            enterCompositeTransform(node);
          }
        });
    return found.get(0);
  }

  /** The text of each record in an element. */
  static List<String> texts(KinesisRecord element) {
    return PackedAnswer.records(element).stream()
        .map(RawRecord::bytes)
        .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
        .toList();
  }
}
