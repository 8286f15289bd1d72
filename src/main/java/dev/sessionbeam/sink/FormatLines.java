package dev.sessionbeam.sink;

import dev.sessionbeam.event.GatheringFn;
import java.io.Serializable;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Results to the lines that they become, gathered by folder within a bundle. In the global window.
 */
final class FormatLines<T> extends PTransform<PCollection<T>, PCollection<Lines>> {
  private final Format<T> format;

  /** What one result becomes. */
  interface Format<T> extends Serializable {
    void format(T result, LinesPacker lines);
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

  private static final class FormatFn<T> extends GatheringFn<T, Lines> {
    private final Format<T> format;
    private transient @Nullable LinesPacker lines;

    /** That of the bundle's results. */
    private Instant earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;

    FormatFn(Format<T> format) {
      this.format = format;
    }

    @ProcessElement
    public void process(
        @Element T result, @Timestamp Instant timestamp, OutputReceiver<Lines> out) {
      LinesPacker packer = lines;
      if (packer == null) {
        packer = new LinesPacker();
        lines = packer;
      }
      earliest = timestamp.isBefore(earliest) ? timestamp : earliest;
      format.format(result, packer);
      packer.giveOutFull(element -> out.outputWithTimestamp(counted(element), earliest));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      LinesPacker packer = lines;
      if (packer != null) {
        packer.giveOutAll(
            element -> context.output(counted(element), earliest, GlobalWindow.INSTANCE));
      }
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    /** Here and not in the sink, which writes some lines again after a crash. */
    private static Lines counted(Lines lines) {
      Metrics.counter(WriteLines.class, lines.dataset().folder()).inc(lines.count());
      return lines;
    }
  }
}
