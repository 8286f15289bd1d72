package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream whose sessions are open or closed at known moments.
 *
 * @param start what it held when it had started
 * @param open the same, when all its sessions were open
 * @param closed the same, when they were closed, and waited for late events
 * @param moreClosed the same, when as many others were closed too
 * @param bytes the bytes of the records of the first sessions
 */
record StateRun(
    StateSizes start, StateSizes open, StateSizes closed, StateSizes moreClosed, long bytes) {
  private static final int SHARDS = 4;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Any time in the past: in a stream, the arrival may be later by any time. */
  private static final long START = 1_700_000_000_000L;

  /** Sessions take 10 minutes. The gap and the disorder are over 32 minutes after that. */
  private static final long CLOCK = START + Duration.ofMinutes(45).toMillis();

  private static final long NEXT_START = START + Duration.ofMinutes(60).toMillis();
  private static final long NEXT_CLOCK = NEXT_START + Duration.ofMinutes(45).toMillis();

  /** Checkpoints of a stream that does nothing differ by less than this. */
  private static final double SAME = 0.005;

  /** Runs once, with twice as many sessions in all. */
  static StateRun of(BenchSettings settings, int sessions, StateBackend backend)
      throws IOException, InterruptedException {
    Path output = settings.scratch().resolve("output");
    Path checkpoints = settings.scratch().resolve("checkpoints");
    Folders.delete(settings.scratch());
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--compression=none",
                "--fileDelay=1s",
                "--checkpointingInterval=2000",
                "--checkpoints=" + checkpoints));
    flags.addAll(backend.flags(checkpoints));
    LiveStream stream = new LiveStream(SHARDS);
    SampleSessions samples = new SampleSessions(settings.seed());
    samples.addClock(stream, START);
    try (KinesisStub kinesis = KinesisStub.serving(stream);
        StreamProcess run =
            StreamProcess.start(
                KinesisCommand.of(kinesis, "pipelines/nitro.yaml", output.toString(), flags),
                backend.environment(),
                settings.log("state"))) {
      run.await("the stream is read", LONGEST, kinesis.read()::hasBegun);
      StateSizes start = settled(run, checkpoints);
      long bytes = samples.addTo(stream, sessions, START);
      run.await("all records are read", LONGEST, kinesis.read()::isAtTheEnd);
      StateSizes open = settled(run, checkpoints);
      samples.addClock(stream, CLOCK);
      awaitSessions(run, output, sessions);
      StateSizes closed = settled(run, checkpoints);
      samples.addTo(stream, sessions, NEXT_START);
      samples.addClock(stream, NEXT_CLOCK);
      awaitSessions(run, output, 2L * sessions);
      StateSizes moreClosed = settled(run, checkpoints);
      check(output, sessions);
      return new StateRun(start, open, closed, moreClosed, bytes);
    } finally {
      Folders.delete(settings.scratch());
    }
  }

  /** The two clocks before the last one have a session in each shard, too. */
  private static void check(Path output, int sessions) throws IOException {
    long lines = Found.lines(output.resolve("sessions"));
    if (lines > 2L * (sessions + SHARDS)) {
      throw new IOException(
          lines + " lines of " + sessions + " sessions twice: sessions were written again");
    }
  }

  private static void awaitSessions(StreamProcess run, Path output, long sessions)
      throws IOException, InterruptedException {
    run.await(
        sessions + " sessions are written",
        LONGEST,
        () -> Found.lines(output.resolve("sessions")) >= sessions);
  }

  /** Waits until two checkpoints in a row have the same size. */
  private static StateSizes settled(StreamProcess run, Path checkpoints)
      throws IOException, InterruptedException {
    awaitCheckpoints(run, checkpoints, 2);
    long before = -1;
    StateSizes now = StateSizes.of(run.pid(), checkpoints);
    while (Math.abs(now.checkpoint() - before) > SAME * now.checkpoint()) {
      before = now.checkpoint();
      awaitCheckpoints(run, checkpoints, 1);
      now = StateSizes.of(run.pid(), checkpoints);
    }
    return now;
  }

  private static void awaitCheckpoints(StreamProcess run, Path checkpoints, int more)
      throws IOException, InterruptedException {
    long next = StateSizes.lastCheckpoint(checkpoints) + more;
    run.await(
        "checkpoint " + next + " is complete",
        LONGEST,
        () -> StateSizes.lastCheckpoint(checkpoints) >= next);
  }
}
