package dev.sessionbeam.sink;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.session.RevisedSession;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Sessions to lines of {@code events/} and {@code sessions/}, in files. SEMANTICS, section 4. */
public final class WriteResults extends PTransform<PCollection<RevisedSession>, PDone> {
  /** The counter of sessions begun by an opening event, in this class's namespace. */
  public static final String OPENED = "sessions_opened_by_opening_event";

  private final Definition definition;
  private final WriteLines write;

  private WriteResults(Definition definition, WriteLines write) {
    this.definition = definition;
    this.write = write;
  }

  /** Writes the fields that the definition names, to where the lines go. */
  public static WriteResults of(Definition definition, WriteLines to) {
    return new WriteResults(definition, to);
  }

  /** The lines alone, for those who write them elsewhere. */
  public static PTransform<PCollection<RevisedSession>, PCollection<Lines>> lines(
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

  @Override
  public PDone expand(PCollection<RevisedSession> sessions) {
    return sessions.apply("FormatSessions", lines(definition)).apply("WriteLines", write);
  }
}
