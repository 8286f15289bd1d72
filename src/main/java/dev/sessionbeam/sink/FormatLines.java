package dev.sessionbeam.sink;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Sessionized;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Results to the lines that they become, gathered by folder within a bundle. In the global window.
 */
public final class FormatLines<T> extends PTransform<PCollection<T>, PCollection<Lines>> {
  /** The counter of sessions begun by an opening event, in this class's namespace. */
  public static final String OPENED = "sessions_opened_by_opening_event";

  private final Format<T> format;

  /** What one result becomes. */
  private interface Format<T> extends Serializable {
    void format(T result, LinesPacker lines);
  }

  private FormatLines(Format<T> format) {
    this.format = format;
  }

  /** The lines for {@code events/} and {@code sessions/}. */
  public static FormatLines<RevisedSession> ofSessions(Definition definition) {
    return new FormatLines<>(sessions(definition));
  }

  /** The lines for {@code invalid/} and {@code late/}. */
  public static FormatLines<Refused> ofRefused() {
    return new FormatLines<>(FormatLines::refused);
  }

  /**
   * The lines for the archive, of the records of a stream.
   *
   * @param readsBack of the others an envelope is kept
   */
  public static FormatLines<List<RawRecord>> ofArchive(FormatArchive.ReadsBack readsBack) {
    FormatArchive format = new FormatArchive(readsBack);
    return new FormatLines<>(format::format);
  }

  /** The lines for sessions and refused records alike. */
  public static FormatLines<Sessionized> of(Definition definition) {
    Format<RevisedSession> sessions = sessions(definition);
    return new FormatLines<>(
        (result, lines) ->
            result.tell(
                session -> sessions.format(session, lines), refused -> refused(refused, lines)));
  }

  private static Format<RevisedSession> sessions(Definition definition) {
    FormatSession format = new FormatSession(definition);
    Counter opened = Metrics.counter(FormatLines.class, OPENED);
    return (session, lines) -> {
      if (session.session().opened()) {
        opened.inc();
      }
      format.format(session, lines);
    };
  }

  private static void refused(Refused refused, LinesPacker lines) {
    lines.add(FormatRefused.format(refused, LocalDate.now(ZoneOffset.UTC)));
  }

  @Override
  public PCollection<Lines> expand(PCollection<T> results) {
    return results.apply("Format", ParDo.of(new FormatFn<>(format))).setCoder(LinesCoder.of());
  }

  private static final class FormatFn<T> extends DoFn<T, Lines> {
    private final Format<T> format;
    private transient @Nullable LinesPacker lines;

    /** That of the bundle's results: the watermark waits for it. */
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
      packer.giveOutFull(element -> out.outputWithTimestamp(element, earliest));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      LinesPacker packer = lines;
      if (packer != null) {
        packer.giveOutAll(element -> context.output(element, earliest, GlobalWindow.INSTANCE));
      }
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    /** What comes out has been gathered from many results; the first may have come much earlier. */
    @Override
    @Deprecated
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }
  }
}
