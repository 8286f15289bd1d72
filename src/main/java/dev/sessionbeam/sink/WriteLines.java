package dev.sessionbeam.sink;

import dev.sessionbeam.definition.OutputSettings.Codec;
import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;

/**
 * Writes lines to files below the output folder, one folder per dataset and partition. No reader
 * ever sees a part of a file.
 *
 * <p>Lines of a bounded input go to files that get their names when all of them are whole. Lines of
 * an unbounded one are gathered per folder until they are many or the delay is over, and then make
 * a file that is named after what is in it.
 */
public final class WriteLines extends PTransform<PCollection<Lines>, PDone> {
  /** The counter of files that a stream made, in this class's namespace. */
  public static final String FILES = "files";

  private static final Duration DEFAULT_DELAY = Duration.standardMinutes(1);

  /** Of an unbounded input, a folder's lines wait for no more once they are this many bytes. */
  private static final long FILE_BYTES = 16L << 20;

  private final OutputFolder output;
  private final Codec codec;
  private final int filesPerPartition;
  private final Duration delay;

  private WriteLines(OutputFolder output, Codec codec, int filesPerPartition, Duration delay) {
    this.output = output;
    this.codec = codec;
    this.filesPerPartition = filesPerPartition;
    this.delay = delay;
  }

  /**
   * Writes to a folder.
   *
   * @param output a folder or a bucket's prefix
   * @param filesPerPartition how many files share a partition's lines, or grow side by side; 0
   *     leaves it to the runner
   */
  public static WriteLines to(String output, Codec codec, int filesPerPartition) {
    return new WriteLines(OutputFolder.of(output), codec, filesPerPartition, DEFAULT_DELAY);
  }

  /** The same, where lines of an unbounded input wait this long for others of their folder. */
  public WriteLines withDelay(Duration duration) {
    return new WriteLines(output, codec, filesPerPartition, duration);
  }

  @Override
  public PDone expand(PCollection<Lines> lines) {
    if (lines.isBounded() == PCollection.IsBounded.BOUNDED) {
      writeAtTheEnd(lines);
    } else {
      writeAsTheyCome(lines);
    }
    return PDone.in(lines.getPipeline());
  }

  private void writeAtTheEnd(PCollection<Lines> lines) {
    FileIO.Write<String, Lines> write =
        FileIO.<String, Lines>writeDynamic()
            .by(Lines::folder)
            .via(new LinesSink())
            .withDestinationCoder(StringUtf8Coder.of())
            .to(output.root())
            .withTempDirectory(output.temporary())
            .withNaming(folder -> OutputFolder.naming(folder, codec))
            .withCompression(OutputFolder.compression(codec));
    // Where it is left to FileIO, each task writes its own files, and lines are not sent around.
    lines.apply(
        "WriteFiles", filesPerPartition == 0 ? write : write.withNumShards(filesPerPartition));
  }

  /**
   * FileIO cannot be restarted from a checkpoint without writing lines twice or replacing a whole
   * file by a part of it (apache/beam#26041): what it writes is not yet a part of the checkpoint.
   */
  private void writeAsTheyCome(PCollection<Lines> lines) {
    lines
        .apply("PressLines", ParDo.of(new PressFn(Math.max(1, filesPerPartition))))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new PressedLines.PressedLinesCoder()))
        .apply(
            "GatherFiles",
            GroupIntoBatches.<String, PressedLines>ofByteSize(
                    FILE_BYTES, element -> (long) element.length())
                .withMaxBufferingDuration(delay))
        .apply("WriteFiles", ParDo.of(new WriteFileFn(output, codec)))
        .apply("CountLines", ParDo.of(new CountFn()));
  }

  /** Counts behind the writing: of what a step with stable input counts, Flink tells nobody. */
  private static final class CountFn extends DoFn<KV<String, Long>, Void> {
    private final Counter files = Metrics.counter(WriteLines.class, FILES);

    @ProcessElement
    public void process(@Element KV<String, Long> file) {
      Metrics.counter(WriteLines.class, Objects.requireNonNull(file.getKey()))
          .inc(Objects.requireNonNull(file.getValue()));
      files.inc();
    }
  }
}
