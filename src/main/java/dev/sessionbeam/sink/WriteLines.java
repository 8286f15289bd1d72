package dev.sessionbeam.sink;

import dev.sessionbeam.definition.OutputSettings.Codec;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to files below the output folder, one folder per dataset and partition. No reader
 * ever sees a part of a file.
 *
 * <p>Lines of a bounded input go to files that get their names when all of them are whole. Lines of
 * an unbounded one are gathered per folder until they are many or the delay is over, and then make
 * a file that gets its name once a checkpoint holds it; see {@link WriteStaged}.
 */
public final class WriteLines extends PTransform<PCollectionList<Lines>, PDone> {
  /** The counter of files that a stream made, in this class's namespace. */
  public static final String FILES = "files";

  /**
   * The gauge of the watermark, in milliseconds, before which every line of a stream is in a file
   * with its final name; in this class's namespace.
   */
  public static final String PUBLISHED_WATERMARK = "published_watermark";

  /**
   * What the name of a gauge begins with, before a dataset's name: how many lines of it a stream
   * has made since its first start, restarts or not; in this class's namespace.
   */
  public static final String LINES_IN_ALL = "lines_in_all_";

  private static final Duration DEFAULT_DELAY = Duration.standardMinutes(1);

  private final OutputFolder output;
  private final Codec codec;
  private final int filesPerPartition;
  private final Duration delay;
  private final RunId run;
  private final @Nullable PublishingLease lease;

  private WriteLines(
      OutputFolder output,
      Codec codec,
      int filesPerPartition,
      Duration delay,
      RunId run,
      @Nullable PublishingLease lease) {
    this.output = output;
    this.codec = codec;
    this.filesPerPartition = filesPerPartition;
    this.delay = delay;
    this.run = run;
    this.lease = lease;
  }

  /**
   * Writes to a folder.
   *
   * @param output a folder or a bucket's prefix
   * @param filesPerPartition how many files share a partition's lines, or grow side by side; 0
   *     leaves it to the runner
   */
  public static WriteLines to(String output, Codec codec, int filesPerPartition) {
    return new WriteLines(
        OutputFolder.of(output), codec, filesPerPartition, DEFAULT_DELAY, RunId.draw(), null);
  }

  /** The same, where lines of an unbounded input wait this long for others of their folder. */
  public WriteLines withDelay(Duration duration) {
    return new WriteLines(output, codec, filesPerPartition, duration, run, lease);
  }

  /**
   * The same, where files of an unbounded input are named after this run; by default, a new one.
   */
  public WriteLines named(RunId after) {
    return new WriteLines(output, codec, filesPerPartition, delay, after, lease);
  }

  /** The same, where files of an unbounded input get their names under a lease. */
  public WriteLines under(PublishingLease publishing) {
    return new WriteLines(output, codec, filesPerPartition, delay, run, publishing);
  }

  @Override
  public PDone expand(PCollectionList<Lines> lines) {
    if (lines.getAll().stream().allMatch(it -> it.isBounded() == IsBounded.BOUNDED)) {
      writeAtTheEnd(lines.apply("AllLines", Flatten.pCollections()));
      return PDone.in(lines.getPipeline());
    }
    return new WriteStaged(output, codec, run, Math.max(1, filesPerPartition), delay, lease)
        .expand(lines);
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
}
