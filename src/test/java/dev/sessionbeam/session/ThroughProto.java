package dev.sessionbeam.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.ParDoTranslation;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.util.construction.TestStreamTranslation;
import org.apache.beam.sdk.util.construction.graph.PipelineNode;
import org.apache.beam.sdk.util.construction.graph.QueryablePipeline;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Translates a pipeline to Beam's protocol and back, as for a portable runner: the new pipeline has
 * only what the protocol contains. Beam itself no longer has code for the way back, so this class
 * has code for the transforms of a {@link StreamStory}.
 */
final class ThroughProto {
  private final RunnerApi.Components proto;
  private final RehydratedComponents components;
  private final Pipeline pipeline;
  private final Map<String, PCollection<?>> made = new HashMap<>();

  private ThroughProto(RunnerApi.Components proto, Pipeline pipeline) {
    this.proto = proto;
    this.components = RehydratedComponents.forComponents(proto);
    this.pipeline = pipeline;
  }

  /** Serializes a pipeline, and parses it again. */
  static Pipeline of(Pipeline original, PipelineOptions options) {
    try {
      RunnerApi.Pipeline parsed =
          RunnerApi.Pipeline.parseFrom(PipelineTranslation.toProto(original).toByteArray());
      Pipeline again = Pipeline.create(options);
      ThroughProto through = new ThroughProto(parsed.getComponents(), again);
      for (PipelineNode.PTransformNode node :
          QueryablePipeline.forPrimitivesIn(parsed.getComponents())
              .getTopologicallyOrderedTransforms()) {
        through.add(node.getId(), node.getTransform());
      }
      return again;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String id, RunnerApi.PTransform transform) throws IOException {
    String urn = transform.getSpec().getUrn();
    if (urn.equals(PTransformTranslation.TEST_STREAM_TRANSFORM_URN)) {
      TestStream<Object> stream =
          TestStreamTranslation.testStreamFromProtoPayload(
              RunnerApi.TestStreamPayload.parseFrom(transform.getSpec().getPayload()), components);
      keep(transform, pipeline.apply(id, stream));
    } else if (urn.equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
      addParDo(id, transform);
    } else if (urn.equals(PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN)) {
      PCollection<KV<Object, Object>> input = input(transform);
      keep(transform, input.apply(id, GroupByKey.create()));
    } else if (urn.equals(PTransformTranslation.FLATTEN_TRANSFORM_URN)) {
      PCollectionList<Object> inputs = PCollectionList.empty(pipeline);
      for (String input : transform.getInputsMap().values()) {
        inputs = inputs.and(collection(input));
      }
      keep(transform, inputs.apply(id, Flatten.pCollections()));
    } else if (urn.equals(PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN)) {
      PCollection<Object> input = input(transform);
      keep(transform, input.apply(id, window(only(transform.getOutputsMap()))));
    } else {
      throw new IOException("cannot translate the transform " + id + " of the kind " + urn);
    }
  }

  private void addParDo(String id, RunnerApi.PTransform transform) throws IOException {
    RunnerApi.ParDoPayload payload =
        RunnerApi.ParDoPayload.parseFrom(transform.getSpec().getPayload());
    @SuppressWarnings("unchecked")
    DoFn<Object, Object> fn = (DoFn<Object, Object>) ParDoTranslation.getDoFn(payload);
    @SuppressWarnings("unchecked")
    TupleTag<Object> main = (TupleTag<Object>) ParDoTranslation.getMainOutputTag(payload);
    TupleTagList others = TupleTagList.empty();
    for (String tag : transform.getOutputsMap().keySet()) {
      others = tag.equals(main.getId()) ? others : others.and(new TupleTag<>(tag));
    }
    PCollection<Object> input = input(transform);
    PCollectionTuple outputs = input.apply(id, ParDo.of(fn).withOutputTags(main, others));
    for (Map.Entry<String, String> output : transform.getOutputsMap().entrySet()) {
      keep(output.getValue(), outputs.get(new TupleTag<Object>(output.getKey())));
    }
  }

  @SuppressWarnings("unchecked")
  private Window<Object> window(String output) throws IOException {
    WindowingStrategy<?, ?> strategy =
        components.getWindowingStrategy(
            proto.getPcollectionsOrThrow(output).getWindowingStrategyId());
    Window<Object> window =
        Window.into((WindowFn<Object, ?>) strategy.getWindowFn())
            .triggering(strategy.getTrigger())
            .withAllowedLateness(strategy.getAllowedLateness())
            .withTimestampCombiner(strategy.getTimestampCombiner());
    return strategy.getMode() == WindowingStrategy.AccumulationMode.ACCUMULATING_FIRED_PANES
        ? window.accumulatingFiredPanes()
        : window.discardingFiredPanes();
  }

  private static String only(Map<String, String> named) {
    Iterator<String> ids = named.values().iterator();
    String id = ids.next();
    if (ids.hasNext()) {
      throw new IllegalStateException(
          "expected one collection, but there are several: " + List.copyOf(named.values()));
    }
    return id;
  }

  private <T> PCollection<T> input(RunnerApi.PTransform transform) {
    return collection(only(transform.getInputsMap()));
  }

  @SuppressWarnings("unchecked") // The protocol has coders, and no types.
  private <T> PCollection<T> collection(String id) {
    return (PCollection<T>) Objects.requireNonNull(made.get(id), id);
  }

  private void keep(RunnerApi.PTransform transform, PCollection<?> output) throws IOException {
    keep(only(transform.getOutputsMap()), output);
  }

  @SuppressWarnings("unchecked")
  private void keep(String id, PCollection<?> output) throws IOException {
    Coder<Object> coder =
        (Coder<Object>) components.getCoder(proto.getPcollectionsOrThrow(id).getCoderId());
    made.put(id, ((PCollection<Object>) output).setCoder(coder));
  }
}
