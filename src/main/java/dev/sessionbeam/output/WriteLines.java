package dev.sessionbeam.output;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.PublishingLease;
import dev.sessionbeam.publish.RunId;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.transforms.Contextful;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to files below the output folder, one folder per dataset and partition. No reader
 * ever sees half a file.
 *
 * <p>Lines of a bounded input go to files that get their final names when all files are complete.
 * Lines of an unbounded input are gathered per folder until there are many or the delay is over.
 * Then they become one file, which gets its final name once a completed checkpoint has its name;
 * see {@link WriteStaged}.
 */
public final class WriteLines extends PTransform<PCollectionList<Lines>, PDone> {
  /** The counter of files that a stream has written, in this class's namespace. */
  public static final String FILES = "files";

  /**
   * The prefix of a counter's name, before the name of a dataset. The counter is the number of
   * files of the dataset that a batch run has written. In this class's namespace.
   */
  public static final String FILES_OF = "files_of_";

  /**
   * The gauge of the published watermark of a stream, in milliseconds: every line before it is in a
   * file with its final name. In this class's namespace.
   */
  public static final String PUBLISHED_WATERMARK = "published_watermark";

  /**
   * The prefix of a gauge's name, before the name of a dataset. The gauge is the number of lines of
   * the dataset that a stream has written since its first start, over all restarts. In this class's
   * namespace.
   */
  public static final String LINES_IN_ALL = "lines_in_all_";

  private static final Duration DEFAULT_DELAY = Duration.standardMinutes(1);

  private final OutputFolder output;
  private final FileFormat format;
  private final int filesPerPartition;
  private final Duration delay;
  private final RunId run;
  private final @Nullable PublishingLease lease;

  private WriteLines(
      OutputFolder output,
      FileFormat format,
      int filesPerPartition,
      Duration delay,
      RunId run,
      @Nullable PublishingLease lease) {
    this.output = output;
    this.format = format;
    this.filesPerPartition = filesPerPartition;
    this.delay = delay;
    this.run = run;
    this.lease = lease;
  }

  /**
   * Writes to a folder.
   *
   * @param output a folder or a bucket's prefix
   * @param filesPerPartition the number of files that a partition's lines are spread over (in a
   *     stream: at a time); 0 lets the runner decide
   */
  public static WriteLines to(String output, Codec codec, int filesPerPartition) {
    return new WriteLines(
        OutputFolder.of(output),
        new FileFormat(codec, null),
        filesPerPartition,
        DEFAULT_DELAY,
        RunId.draw(),
        null);
  }

  /**
   * Returns the same transform, which writes {@code events/} and {@code sessions/} as Parquet files
   * with the columns of these tables. All other files are JSON lines.
   */
  public WriteLines inColumns(Tables tables) {
    return new WriteLines(
        output, new FileFormat(format.codec(), tables), filesPerPartition, delay, run, lease);
  }

  /**
   * Returns the same transform with another delay: lines of an unbounded input wait this long for
   * more lines of their folder.
   */
  public WriteLines withDelay(Duration duration) {
    return new WriteLines(output, format, filesPerPartition, duration, run, lease);
  }

  /**
   * Returns the same transform with another run id in the names of files that stay beside those of
   * other runs: an unbounded input's, and those of {@code undelivered/}. By default, the id is a
   * new one.
   */
  public WriteLines named(RunId after) {
    return new WriteLines(output, format, filesPerPartition, delay, after, lease);
  }

  /** Returns the same transform, which publishes files of an unbounded input under a lease. */
  public WriteLines under(PublishingLease publishing) {
    return new WriteLines(output, format, filesPerPartition, delay, run, publishing);
  }

  @Override
  public PDone expand(PCollectionList<Lines> lines) {
    if (lines.getAll().stream().allMatch(it -> it.isBounded() == IsBounded.BOUNDED)) {
      writeAtTheEnd(lines.apply("AllLines", Flatten.pCollections()));
      return PDone.in(lines.getPipeline());
    }
    return new WriteStaged(output, format, run, Math.max(1, filesPerPartition), delay, lease)
        .expand(lines);
  }

  private void writeAtTheEnd(PCollection<Lines> lines) {
    FileIO.Write<String, Lines> write =
        FileIO.<String, Lines>writeDynamic()
            .by(Lines::folder)
            .via(Contextful.<String, FileIO.Sink<Lines>>fn(format::sink))
            .withDestinationCoder(StringUtf8Coder.of())
            .to(output.root())
            .withTempDirectory(output.temporary())
            .withNaming(folder -> OutputFolder.naming(folder, run, format.suffix(folder)))
            .withCompression(format.compression());
    // If FileIO decides, each task writes its own files, and no lines are sent to other tasks.
    lines
        .apply(
            "WriteFiles", filesPerPartition == 0 ? write : write.withNumShards(filesPerPartition))
        .getPerDestinationOutputFilenames()
        .apply("CountFiles", ParDo.of(new CountWrittenFn()));
  }
}
