package dev.sessionbeam.output;

import dev.sessionbeam.Sample;
import dev.sessionbeam.Sample.Cycle;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Session;
import dev.sessionbeam.session.SessionCutter;
import dev.sessionbeam.session.SessionRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the work on a machine's events until they are lines. The sample has few events per
 * session.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {
  private Cycle<List<Event>> machines;
  private Cycle<RevisedSession> sessions;
  private SessionCutter cutter;
  private FormatSession format;

  @Setup
  public void setUp() {
    Sample sample = Sample.read();
    machines = new Cycle<>(sample.machines());
    cutter =
        new SessionCutter(
            SessionRules.of(
                sample.definition().session().gap(), sample.definition().session().maxDuration()));
    List<RevisedSession> all = new ArrayList<>();
    for (List<Event> machine : sample.machines()) {
      for (Session session : cutter.cut(machine).sessions()) {
        all.add(RevisedSession.first(session));
      }
    }
    sessions = new Cycle<>(all);
    format = new FormatSession(sample.definition());
  }

  /** Cuts all events of a machine. */
  @Benchmark
  public SessionCutter.Cut cut() {
    return cutter.cut(machines.next());
  }

  /** Formats the line of a session and the lines of its events. */
  @Benchmark
  public Object format() {
    LinesBuffer lines = new LinesBuffer();
    format.format(sessions.next(), lines);
    return lines;
  }
}
