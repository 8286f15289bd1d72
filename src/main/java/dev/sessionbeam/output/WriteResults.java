package dev.sessionbeam.output;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.session.CutSessions;
import dev.sessionbeam.session.GroupSessions;
import dev.sessionbeam.session.RevisedSession;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Writes sessions to the files of {@code events/} and {@code sessions/}, and rejected records to
 * the files of {@code invalid/} and {@code late/}. See docs/semantics.md, section 4.
 *
 * <p>The input has the sessions under the tag {@link CutSessions#SESSIONS} and the rejected records
 * under the tag {@link GroupSessions#REJECTED}. It may have lines for {@code undelivered/} under
 * {@link #UNDELIVERED}.
 */
public final class WriteResults extends PTransform<PCollectionTuple, PDone> {
  /** The counter of sessions that an opening event started, in this class's namespace. */
  public static final String OPENED = "sessions_opened_by_opening_event";

  /**
   * The distribution of the instants of first and last events of sessions, in milliseconds since
   * the epoch, in this class's namespace; see {@link #notingTimes}.
   */
  public static final String TIMES = "session_times";

  /** The tag of further lines, which other steps have formatted; it may be missing. */
  public static final TupleTag<Lines> UNDELIVERED = new TupleTag<>("undelivered");

  private final Definition definition;
  private final WriteLines write;
  private final boolean rejected;
  private final boolean notesTimes;
  private final @Nullable SessionVisitor visitor;

  private WriteResults(
      Definition definition,
      WriteLines write,
      boolean rejected,
      boolean notesTimes,
      @Nullable SessionVisitor visitor) {
    this.definition = definition;
    this.write = write;
    this.rejected = rejected;
    this.notesTimes = notesTimes;
    this.visitor = visitor;
  }

  /**
   * Writes results as the definition lays them out.
   *
   * @param to writes the lines to files
   */
  public static WriteResults of(Definition definition, WriteLines to) {
    return new WriteResults(definition, to, true, false, null);
  }

  /** Returns the same transform without rejected records: it does not write them. */
  public WriteResults withoutRejected() {
    return new WriteResults(definition, write, false, notesTimes, visitor);
  }

  /** Returns the same transform, which also keeps the metric {@link #TIMES}. */
  public WriteResults notingTimes() {
    return new WriteResults(definition, write, rejected, true, visitor);
  }

  /** Returns the same transform, which shows each session to a visitor; null for none. */
  public WriteResults visitedBy(@Nullable SessionVisitor sessions) {
    return new WriteResults(definition, write, rejected, notesTimes, sessions);
  }

  /** Returns a transform that only formats sessions, for callers that write the lines elsewhere. */
  public static PTransform<PCollection<RevisedSession>, PCollection<Lines>> sessionLines(
      Definition definition) {
    return FormatLines.by(new SessionLines(definition, false, null));
  }

  /**
   * Returns a transform that only formats rejected records, for callers that write the lines
   * elsewhere.
   */
  public static PTransform<PCollection<RejectedRecord>, PCollection<Lines>> rejectedLines() {
    return FormatLines.by(
        (rejected, lines) ->
            lines.add(FormatRejected.format(rejected, LocalDate.now(ZoneOffset.UTC))));
  }

  /**
   * Returns a transform that formats results as one line each, for steps whose results this one
   * does not know; see {@link #UNDELIVERED}.
   */
  public static <T> PTransform<PCollection<T>, PCollection<Lines>> linesOf(
      SerializableFunction<T, Lines> format) {
    return FormatLines.by((result, lines) -> lines.add(format.apply(result)));
  }

  @Override
  public PDone expand(PCollectionTuple results) {
    PCollectionList<Lines> lines =
        PCollectionList.of(
            results
                .get(CutSessions.SESSIONS)
                .apply(
                    "FormatSessions",
                    FormatLines.by(new SessionLines(definition, notesTimes, visitor))));
    if (rejected) {
      lines =
          lines.and(results.get(GroupSessions.REJECTED).apply("FormatRejected", rejectedLines()));
    }
    if (results.has(UNDELIVERED)) {
      lines = lines.and(results.get(UNDELIVERED));
    }
    return lines.apply("WriteLines", write);
  }
}
