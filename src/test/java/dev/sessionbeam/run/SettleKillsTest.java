package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * At whatever moment the process of {@code settle} is killed, readers see the same current lines.
 * {@code make settle} kills it more often.
 */
class SettleKillsTest {
  private static final int RANDOM_KILLS = Integer.getInteger("settle.kills", 1);
  private static final int AIMED_KILLS = Integer.getInteger("settle.aimed", 1);
  private static final int FILES = Integer.getInteger("settle.files", 40);
  private static final String RUNNER = System.getProperty("settle.runner", "DirectRunner");
  private static final long SEED = Long.getLong("settle.seed", System.nanoTime() % 1_000_000);
  private static final List<String> DAYS = List.of("2017-02-04", "2017-02-05", "2017-02-06");

  /** The files of events and sessions of each day. */
  private static final int NEW_FILES = 2 * 2 * DAYS.size();

  /** How long after the last file a process is killed at most. */
  private static final int AIM_MILLIS = 60;

  @TempDir private Path folder;
  private Path output = Path.of("");
  private LiveHistory history = new LiveHistory();
  private final Random random = new Random(SEED);

  private static LiveHistory history() {
    LiveHistory history = new LiveHistory();
    for (int i = 0; i < Math.max(30, FILES / 3); i++) {
      String machine = "m" + i;
      for (String day : DAYS) {
        history
            .once(machine, day + "T01:00:00.000Z", 1 + i % 3)
            .revised(machine, day + "T03:00:00.000Z", 1 + i % 4);
      }
      history
          .replaced(machine, DAYS.get(1) + "T00:10:00.000Z", DAYS.get(0) + "T23:50:00.000Z")
          .splitAgain(machine, DAYS.get(2) + "T00:20:00.000Z", DAYS.get(1) + "T23:40:00.000Z");
    }
    return history;
  }

  private Process start() throws IOException {
    return CommandRun.start(
        folder.resolve("log"),
        Map.of(),
        List.of(
            "settle",
            "--runner=" + RUNNER,
            "--definition=pipelines/nitro.yaml",
            "--output=" + output,
            "--files=2"));
  }

  private List<Path> settled(String folderName) throws IOException {
    try {
      return CommandRun.files(output.resolve("settled/" + folderName));
    } catch (UncheckedIOException e) {
      // A file was deleted while the folder was listed.
      return List.of();
    }
  }

  private int newFiles() throws IOException {
    return settled("events").size() + settled("sessions").size();
  }

  @Test
  void readersSeeTheSameLinesWheneverSettleIsKilled() throws Exception {
    output = folder.resolve("out");
    history = history();
    history.writeTo(output, FILES / 2);
    long before = System.nanoTime();
    end();
    long life = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    assertThat(newFiles(), is(NEW_FILES));
    startOver();
    int betweenTheLastFileAndTheLastSwitch = 0;
    try (Reader reader = new Reader()) {
      for (int kill = 0; kill < RANDOM_KILLS; kill++) {
        kill((long) random.nextInt((int) life), false);
        reader.restartIfAllIsDone();
      }
      for (int kill = 0; kill < AIMED_KILLS; kill++) {
        int switches = kill(random.nextInt(AIM_MILLIS), true);
        assertThat("switches", switches, is(lessThan(DAYS.size() + 1)));
        betweenTheLastFileAndTheLastSwitch += switches < DAYS.size() ? 1 : 0;
        reader.restart();
      }
      end();
      reader.require(2);
      System.out.printf(
          Locale.ROOT,
          "seed %d: %d random kills, %d after the last file, %d of them before the last switch; %d"
              + " reads of the current lines%n",
          SEED,
          RANDOM_KILLS,
          AIMED_KILLS,
          betweenTheLastFileAndTheLastSwitch,
          reader.reads());
    }
    assertThat(newFiles(), is(NEW_FILES));
    assertThat(settled("days"), hasSize(DAYS.size()));
    assertThat(Files.exists(output.resolve(".sessionbeam-temporary")), is(false));
    if (AIMED_KILLS > 1) {
      assertThat(betweenTheLastFileAndTheLastSwitch, is(greaterThan(0)));
    }
  }

  private void end() throws Exception {
    Process process = start();
    int status = process.waitFor();
    assertThat(Files.readString(folder.resolve("log")), status, is(0));
    requireCurrent();
  }

  private void requireCurrent() throws IOException {
    CurrentLines lines = CurrentLines.of(output);
    assertThat(lines.sessions().equals(history.sessions()), is(true));
    assertThat(lines.events().equals(history.events()), is(true));
  }

  /**
   * Kills a process after some time, from its start or after its last file. Returns how many days
   * it had switched.
   */
  private int kill(long millis, boolean afterTheLastFile) throws Exception {
    Process process = start();
    try {
      while (afterTheLastFile && process.isAlive() && !allFilesOfOneVersion()) {
        process.waitFor(1, TimeUnit.MILLISECONDS);
      }
      boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
      assertThat("ended before it was killed", ended && afterTheLastFile, is(false));
    } finally {
      process.destroyForcibly().waitFor();
    }
    requireCurrent();
    return settled("days").size();
  }

  /** Files of versions that were killed may be there until the next one deletes them. */
  private boolean allFilesOfOneVersion() throws IOException {
    return newFiles() == NEW_FILES;
  }

  /** Makes the days unsettled again. No reader may be at work. */
  private void startOver() throws IOException {
    for (String name : List.of("days", "events", "sessions")) {
      for (Path file : settled(name)) {
        Files.delete(file);
      }
    }
  }

  /** Reads the current lines again and again, and remembers the first time that they differ. */
  private final class Reader implements AutoCloseable {
    private final AtomicReference<@Nullable String> difference = new AtomicReference<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final Thread thread = new Thread(this::read, "reader");
    private volatile boolean closed;

    Reader() {
      thread.start();
    }

    private void read() {
      while (!closed && difference.get() == null) {
        readOnce();
        reads.incrementAndGet();
      }
    }

    private synchronized void readOnce() {
      try {
        CurrentLines lines = CurrentLines.of(output);
        if (!lines.sessions().equals(history.sessions())
            || !lines.events().equals(history.events())) {
          difference.set(
              String.format(
                  Locale.ROOT,
                  "%d of %d sessions, %d of %d events",
                  lines.sessions().size(),
                  history.sessions().size(),
                  lines.events().size(),
                  history.events().size()));
        }
      } catch (UncheckedIOException | NoSuchFileException e) {
        // The listing of this test fails if a file of a killed version is deleted meanwhile.
        reads.decrementAndGet();
      } catch (IOException e) {
        difference.set(String.valueOf(e));
      }
    }

    int reads() {
      return reads.get();
    }

    synchronized void restart() throws IOException {
      startOver();
    }

    synchronized void restartIfAllIsDone() throws IOException {
      if (settled("days").size() == DAYS.size()) {
        startOver();
      }
    }

    /** Waits for some more reads; fails if one of all reads found other lines. */
    void require(int more) throws InterruptedException {
      int enough = reads.get() + more;
      while (difference.get() == null && reads.get() < enough) {
        thread.join(5);
      }
      assertThat(difference.get(), is((String) null));
    }

    @Override
    public void close() throws InterruptedException {
      closed = true;
      thread.join();
      assertThat(
          "differences",
          difference.get() == null ? List.of() : List.of(difference.get()),
          is(empty()));
    }
  }
}
