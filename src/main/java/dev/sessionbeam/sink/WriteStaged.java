package dev.sessionbeam.sink;

import dev.sessionbeam.definition.OutputSettings.Codec;
import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Contextful;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lines of an unbounded input to files: FileIO writes whole files where nobody looks, and once a
 * checkpoint holds a file's name it gets its place. So no line is lost and none is written twice,
 * whatever crashes. {@code docs/design/fileio.md} says why FileIO alone cannot do that.
 */
final class WriteStaged extends PTransform<PCollectionList<Lines>, PDone> {
  /** A folder's lines wait for no more once there are this many elements of up to a mebibyte. */
  private static final int FILE_ELEMENTS = 128;

  private final OutputFolder output;
  private final Codec codec;
  private final RunId run;
  private final int shards;
  private final Duration delay;
  private final @Nullable PublishingLease lease;

  /**
   * Writes lines.
   *
   * @param shards how many files of a folder grow side by side; 1 or more
   * @param delay how long lines wait for others of their folder
   * @param lease under which files get their final names; null for none
   */
  WriteStaged(
      OutputFolder output,
      Codec codec,
      RunId run,
      int shards,
      Duration delay,
      @Nullable PublishingLease lease) {
    this.output = output;
    this.codec = codec;
    this.run = run;
    this.shards = shards;
    this.delay = delay;
    this.lease = lease;
  }

  @Override
  public PDone expand(PCollectionList<Lines> lines) {
    PCollection<KV<String, PressedLines>> pressed = press(lines);
    pressed.apply("CountLines", new CountLines());
    pressed
        .apply("GatherFiles", gatherFiles())
        .apply("WriteFiles", writeFiles())
        .getPerDestinationOutputFilenames()
        .apply("KeyFiles", ParDo.of(new KeyFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
        .apply("PublishFiles", ParDo.of(new PublishFilesFn(new FilePublisher(output, lease))))
        .apply("CountFiles", ParDo.of(new CountFn()));
    return PDone.in(lines.getPipeline());
  }

  /** Each collection by itself: where several come together, Flink copies what there is. */
  private PCollection<KV<String, PressedLines>> press(PCollectionList<Lines> lines) {
    PCollectionList<KV<String, PressedLines>> pressed = PCollectionList.empty(lines.getPipeline());
    for (PCollection<Lines> each : lines.getAll()) {
      pressed =
          pressed.and(
              each.apply("PressLines" + (pressed.size() + 1), ParDo.of(new PressFn(run)))
                  .setCoder(
                      KvCoder.of(StringUtf8Coder.of(), new PressedLines.PressedLinesCoder())));
    }
    return pressed.apply("AllLines", Flatten.pCollections());
  }

  /** By the earliest timestamp, so that the watermark waits for lines that are not in a file. */
  private Window<KV<String, PressedLines>> gatherFiles() {
    return Window.<KV<String, PressedLines>>configure()
        .triggering(
            Repeatedly.forever(
                AfterFirst.of(
                    AfterPane.elementCountAtLeast(FILE_ELEMENTS),
                    AfterProcessingTime.pastFirstElementInPane().plusDelayOf(delay))))
        .withTimestampCombiner(TimestampCombiner.EARLIEST)
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }

  private FileIO.Write<String, KV<String, PressedLines>> writeFiles() {
    String suffix = OutputFolder.suffix(codec);
    return FileIO.<String, KV<String, PressedLines>>writeDynamic()
        .by(KV::getKey)
        .via(
            Contextful.fn(file -> Objects.requireNonNull(file.getValue()).release()),
            new LinesSink())
        .withDestinationCoder(StringUtf8Coder.of())
        .to(output.staged())
        .withTempDirectory(StagedFile.folder(output, run))
        .withNaming(
            destination ->
                (window, pane, all, shard, compression) ->
                    StagedFile.name(destination, shard, pane.getIndex(), suffix))
        .withCompression(OutputFolder.compression(codec))
        .withNumShards(shards);
  }

  /** All files get one key: see {@link PublishFilesFn}. */
  private static final class KeyFn extends DoFn<KV<String, String>, KV<Integer, String>> {
    @ProcessElement
    public void process(@Element KV<String, String> file, OutputReceiver<KV<Integer, String>> out) {
      out.output(KV.of(0, file.getValue()));
    }
  }

  /** Counts the files, and reports the watermark before which all lines are in one. */
  private static final class CountFn extends DoFn<Long, Void> {
    private final Counter files = Metrics.counter(WriteLines.class, WriteLines.FILES);
    private final Gauge published = Metrics.gauge(WriteLines.class, WriteLines.PUBLISHED_WATERMARK);

    @ProcessElement
    public void process(@Element Long watermark) {
      files.inc();
      published.set(watermark);
    }
  }
}
