package dev.sessionbeam.output;

import dev.sessionbeam.packing.GatheringFn;
import java.io.Serializable;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Formats results as {@link Lines}, gathered by folder within a bundle. The lines are in the global
 * window.
 */
final class FormatLines<T> extends PTransform<PCollection<T>, PCollection<Lines>> {
  private final Format<T> format;

  /** Writes the lines of results. The other methods are those of the step's life. */
  interface Format<T> extends Serializable {
    /** Writes the lines of one result. */
    void format(T result, LinesBuffer lines) throws InterruptedException;

    default void open(PipelineOptions options) {}

    default void startBundle() {}

    /** Writes the lines that the end of a bundle brings. */
    default void finishBundle(LinesBuffer lines) throws InterruptedException {}

    default void close() {}
  }

  private FormatLines(Format<T> format) {
    this.format = format;
  }

  static <T> FormatLines<T> by(Format<T> format) {
    return new FormatLines<>(format);
  }

  @Override
  public PCollection<Lines> expand(PCollection<T> results) {
    return results.apply("Format", ParDo.of(new FormatFn<>(format))).setCoder(LinesCoder.of());
  }

  static final class FormatFn<T> extends GatheringFn<T, Lines> {
    private final Format<T> format;
    private transient @Nullable LinesBuffer buffer;

    /** The earliest timestamp of the bundle's results. */
    private Instant earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;

    FormatFn(Format<T> format) {
      this.format = format;
    }

    @Setup
    public void setUp(PipelineOptions options) {
      buffer = new LinesBuffer();
      format.open(options);
    }

    @StartBundle
    public void startBundle() {
      format.startBundle();
    }

    @ProcessElement
    public void process(@Element T result, @Timestamp Instant timestamp, OutputReceiver<Lines> out)
        throws InterruptedException {
      LinesBuffer lines = Objects.requireNonNull(buffer);
      earliest = timestamp.isBefore(earliest) ? timestamp : earliest;
      format.format(result, lines);
      lines.giveOutFull(element -> out.outputWithTimestamp(counted(element), earliest));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws InterruptedException {
      LinesBuffer lines = Objects.requireNonNull(buffer);
      format.finishBundle(lines);
      lines.giveOutAll(
          element -> context.output(counted(element), earliest, GlobalWindow.INSTANCE));
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    @Teardown
    public void tearDown() {
      format.close();
    }

    /**
     * Counts lines here and not in the sink, because the sink writes some lines again after a
     * crash.
     */
    private static Lines counted(Lines lines) {
      Metrics.counter(WriteLines.class, lines.dataset().folder()).inc(lines.count());
      return lines;
    }
  }
}
