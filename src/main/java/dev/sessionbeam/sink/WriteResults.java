package dev.sessionbeam.sink;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.session.CutSessions;
import dev.sessionbeam.session.GroupSessions;
import dev.sessionbeam.session.RevisedSession;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;

/**
 * Sessions to lines of {@code events/} and {@code sessions/}, and rejected records to lines of
 * {@code invalid/} and {@code late/}, in files. SEMANTICS, section 4.
 *
 * <p>Takes the sessions by {@link CutSessions#SESSIONS}, and the rejected records by {@link
 * GroupSessions#REJECTED}.
 */
public final class WriteResults extends PTransform<PCollectionTuple, PDone> {
  /** The counter of sessions begun by an opening event, in this class's namespace. */
  public static final String OPENED = "sessions_opened_by_opening_event";

  private final Definition definition;
  private final WriteLines write;
  private final boolean rejected;

  private WriteResults(Definition definition, WriteLines write, boolean rejected) {
    this.definition = definition;
    this.write = write;
    this.rejected = rejected;
  }

  /** Writes the fields that the definition names, to where the lines go. */
  public static WriteResults of(Definition definition, WriteLines to) {
    return new WriteResults(definition, to, true);
  }

  /** The same, where rejected records are not written. */
  public WriteResults withoutRejected() {
    return new WriteResults(definition, write, false);
  }

  /** The lines of sessions alone, for those who write them elsewhere. */
  public static PTransform<PCollection<RevisedSession>, PCollection<Lines>> sessionLines(
      Definition definition) {
    FormatSession format = new FormatSession(definition);
    Counter opened = Metrics.counter(WriteResults.class, OPENED);
    return FormatLines.by(
        (session, lines) -> {
          if (session.session().opened()) {
            opened.inc();
          }
          format.format(session, lines);
        });
  }

  /** The lines of rejected records alone, for those who write them elsewhere. */
  public static PTransform<PCollection<Refused>, PCollection<Lines>> rejectedLines() {
    return FormatLines.by(
        (refused, lines) ->
            lines.add(FormatRefused.format(refused, LocalDate.now(ZoneOffset.UTC))));
  }

  @Override
  public PDone expand(PCollectionTuple results) {
    PCollectionList<Lines> lines =
        PCollectionList.of(
            results.get(CutSessions.SESSIONS).apply("FormatSessions", sessionLines(definition)));
    if (rejected) {
      lines =
          lines.and(results.get(GroupSessions.REJECTED).apply("FormatRejected", rejectedLines()));
    }
    return lines.apply("WriteLines", write);
  }
}
