package dev.sessionbeam.output;

import dev.sessionbeam.publish.FilePublisher;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.PublishFilesFn;
import dev.sessionbeam.publish.PublishingLease;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StagedFile;
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
 * Writes the lines of an unbounded input to files. FileIO writes a complete file to a hidden
 * folder. Once a checkpoint holds the name of this staged file, it is published. So no line is lost
 * and no line is written twice, even if a process crashes. {@code docs/design/fileio.md} explains
 * why FileIO alone cannot do that.
 */
final class WriteStaged extends PTransform<PCollectionList<Lines>, PDone> {
  /** A folder's lines become a file at this many elements, each of about a mebibyte at most. */
  private static final int FILE_ELEMENTS = 128;

  private final OutputFolder output;
  private final FileFormat format;
  private final RunId run;
  private final int shards;
  private final Duration delay;
  private final @Nullable PublishingLease lease;

  /**
   * Writes lines.
   *
   * @param shards how many files of a folder are written at a time; 1 or more
   * @param delay how long lines wait for more lines of their folder
   * @param lease the lease under which files are published; null if no other run writes to the
   *     output
   */
  WriteStaged(
      OutputFolder output,
      FileFormat format,
      RunId run,
      int shards,
      Duration delay,
      @Nullable PublishingLease lease) {
    this.output = output;
    this.format = format;
    this.run = run;
    this.shards = shards;
    this.delay = delay;
    this.lease = lease;
  }

  @Override
  public PDone expand(PCollectionList<Lines> lines) {
    PCollection<KV<String, CompressedLines>> compressed = compress(lines);
    compressed.apply("CountLines", new CountLines());
    compressed
        .apply("GatherFiles", gatherFiles())
        .apply("WriteFiles", writeFiles())
        .getPerDestinationOutputFilenames()
        .apply("KeyFiles", ParDo.of(new KeyFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
        .apply("PublishFiles", ParDo.of(new PublishFilesFn(new FilePublisher(output, lease))))
        .apply("CountFiles", ParDo.of(new CountFn()));
    return PDone.in(lines.getPipeline());
  }

  /** Compresses each collection before the flatten, because Flink copies elements at a flatten. */
  private PCollection<KV<String, CompressedLines>> compress(PCollectionList<Lines> lines) {
    PCollectionList<KV<String, CompressedLines>> compressed =
        PCollectionList.empty(lines.getPipeline());
    for (PCollection<Lines> each : lines.getAll()) {
      compressed =
          compressed.and(
              each.apply(
                      "CompressLines" + (compressed.size() + 1), ParDo.of(new CompressLinesFn(run)))
                  .setCoder(
                      KvCoder.of(
                          StringUtf8Coder.of(), new CompressedLines.CompressedLinesCoder())));
    }
    return compressed.apply("AllLines", Flatten.pCollections());
  }

  /** Uses the earliest timestamp, so that the watermark waits for lines that are not in a file. */
  private Window<KV<String, CompressedLines>> gatherFiles() {
    return Window.<KV<String, CompressedLines>>configure()
        .triggering(
            Repeatedly.forever(
                AfterFirst.of(
                    AfterPane.elementCountAtLeast(FILE_ELEMENTS),
                    AfterProcessingTime.pastFirstElementInPane().plusDelayOf(delay))))
        .withTimestampCombiner(TimestampCombiner.EARLIEST)
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }

  private FileIO.Write<String, KV<String, CompressedLines>> writeFiles() {
    return FileIO.<String, KV<String, CompressedLines>>writeDynamic()
        .by(KV::getKey)
        .via(
            Contextful.fn(file -> Objects.requireNonNull(file.getValue()).release()),
            Contextful.<String, FileIO.Sink<Lines>>fn(
                destination -> format.sink(StagedFile.folderOf(destination))))
        .withDestinationCoder(StringUtf8Coder.of())
        .to(output.staged())
        .withTempDirectory(StagedFile.folder(output, run))
        .withNaming(
            destination ->
                (window, pane, all, shard, compression) ->
                    StagedFile.name(
                        destination,
                        shard,
                        pane.getIndex(),
                        format.suffix(StagedFile.folderOf(destination))))
        .withCompression(format.compression())
        .withNumShards(shards);
  }

  /** Gives all files the same key: see {@link PublishFilesFn}. */
  private static final class KeyFn extends DoFn<KV<String, String>, KV<Integer, String>> {
    @ProcessElement
    public void process(@Element KV<String, String> file, OutputReceiver<KV<Integer, String>> out) {
      out.output(KV.of(0, file.getValue()));
    }
  }

  /** Counts published files, and reports the published watermark. */
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
