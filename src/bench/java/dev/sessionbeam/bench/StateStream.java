package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A stream whose sessions are opened and closed on demand, to look at what it holds then. */
final class StateStream implements AutoCloseable {
  private static final int SHARDS = 4;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Any time in the past: the arrival of an event may be later by any time. */
  private static final long START = 1_700_000_000_000L;

  /** Sessions take 10 minutes. The gap and the disorder are over 32 minutes after that. */
  private static final Duration UNTIL_CLOSED = Duration.ofMinutes(45);

  /** Longer than the allowed lateness. */
  private static final Duration UNTIL_FORGOTTEN = Duration.ofHours(26);

  /** Checkpoints of a stream that does nothing differ by less than this. */
  private static final double SAME = 0.005;

  private final LiveStream stream = new LiveStream(SHARDS);
  private final SampleSessions samples;
  private final Path output;
  private final Path checkpoints;
  private final KinesisStub kinesis;
  private final StreamProcess run;
  private long now = START;
  private long sessions;
  private long clocks;

  private StateStream(BenchSettings settings, StateBackend backend) throws IOException {
    this.samples = new SampleSessions(settings.seed());
    this.output = settings.scratch().resolve("output");
    this.checkpoints = settings.scratch().resolve("checkpoints");
    this.kinesis = KinesisStub.serving(stream);
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--compression=none",
                "--fileDelay=1s",
                "--checkpointingInterval=2000",
                "--checkpoints=" + checkpoints));
    flags.addAll(backend.flags(checkpoints));
    this.run =
        StreamProcess.start(
            KinesisCommand.of(kinesis, "pipelines/nitro.yaml", output.toString(), flags),
            backend.environment(),
            settings.log("state"));
  }

  /** Starts a stream without a session. */
  static StateStream start(BenchSettings settings, StateBackend backend)
      throws IOException, InterruptedException {
    Folders.delete(settings.scratch());
    StateStream started = new StateStream(settings, backend);
    started.moveOn(Duration.ZERO);
    return started;
  }

  /** Opens sessions, waits until their events are read, and returns the bytes of their records. */
  long open(int more) throws IOException, InterruptedException {
    long bytes = samples.addTo(stream, more, now);
    sessions += more;
    awaitRead();
    return bytes;
  }

  /** Closes all sessions, and waits until they are written. They still wait for late events. */
  void closeAll() throws IOException, InterruptedException {
    moveOn(UNTIL_CLOSED);
    run.await(
        sessions + " sessions are written",
        LONGEST,
        () -> Found.lines(output.resolve("sessions")) >= sessions);
  }

  /** Lets the time pass after which no late event can change a closed session. */
  void forgetAll() throws IOException, InterruptedException {
    moveOn(UNTIL_FORGOTTEN);
  }

  private void moveOn(Duration time) throws IOException, InterruptedException {
    now += time.toMillis();
    samples.addClock(stream, now);
    clocks += SHARDS;
    awaitRead();
  }

  private void awaitRead() throws IOException, InterruptedException {
    run.await(
        "all records are read",
        LONGEST,
        () -> kinesis.read().hasBegun() && kinesis.read().isAtTheEnd());
  }

  /** Waits until two checkpoints in a row have the same size, and returns what the stream holds. */
  StateSizes sizes() throws IOException, InterruptedException {
    awaitCheckpoints(2);
    long before = -1;
    StateSizes found = StateSizes.of(run.pid(), checkpoints);
    while (Math.abs(found.checkpoint() - before) > SAME * found.checkpoint()) {
      before = found.checkpoint();
      awaitCheckpoints(1);
      found = StateSizes.of(run.pid(), checkpoints);
    }
    return found;
  }

  private void awaitCheckpoints(int more) throws IOException, InterruptedException {
    long next = StateSizes.lastCheckpoint(checkpoints) + more;
    run.await(
        "checkpoint " + next + " is complete",
        LONGEST,
        () -> StateSizes.lastCheckpoint(checkpoints) >= next);
  }

  /** Fails if a session was written more than once: then it was held in another form meanwhile. */
  void check() throws IOException {
    long lines = Found.lines(output.resolve("sessions"));
    if (lines > sessions + clocks) {
      throw new IOException(lines + " lines were written of at most " + (sessions + clocks));
    }
  }

  @Override
  public void close() {
    run.close();
    kinesis.close();
  }
}
