package dev.sessionbeam.output;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.session.RevisedSession;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Writes the lines of sessions, counts the sessions, and shows them to a visitor. */
final class SessionLines implements FormatLines.Format<RevisedSession> {
  private final Counter opened = Metrics.counter(WriteResults.class, WriteResults.OPENED);
  private final Distribution times = Metrics.distribution(WriteResults.class, WriteResults.TIMES);

  private final FormatSession format;
  private final boolean notesTimes;
  private final @Nullable SessionVisitor visitor;

  SessionLines(Definition definition, boolean notesTimes, @Nullable SessionVisitor visitor) {
    this.format = new FormatSession(definition);
    this.notesTimes = notesTimes;
    this.visitor = visitor;
  }

  @Override
  public void open(PipelineOptions options) {
    if (visitor != null) {
      visitor.open(options);
    }
  }

  @Override
  public void startBundle() {
    if (visitor != null) {
      visitor.startBundle();
    }
  }

  @Override
  public void format(RevisedSession session, LinesBuffer lines) throws InterruptedException {
    if (session.session().opened()) {
      opened.inc();
    }
    if (notesTimes) {
      times.update(session.session().start());
      times.update(session.session().end());
    }
    format.format(session, lines);
    if (visitor != null) {
      visitor.visit(session, lines::add);
    }
  }

  @Override
  public void finishBundle(LinesBuffer lines) throws InterruptedException {
    if (visitor != null) {
      visitor.finishBundle(lines::add);
    }
  }

  @Override
  public void close() {
    if (visitor != null) {
      visitor.close();
    }
  }
}
