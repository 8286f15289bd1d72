package dev.sessionbeam.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.collect.spool.FaultyFiles;
import dev.sessionbeam.collect.spool.Spool;
import dev.sessionbeam.collect.stream.StreamEvent;
import dev.sessionbeam.collect.stream.StreamState;
import dev.sessionbeam.collect.stream.StreamWriter;
import dev.sessionbeam.deliver.connect.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/** Where events are when their request is answered, while the stream takes nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AcceptorTest {
  private static final List<StreamEvent> EVENTS =
      List.of(new StreamEvent("m", "{\"n\":1}".getBytes(UTF_8), 7));
  private static final long PATIENCE_SECONDS = 30;
  private static final long BYTES = 64 << 20;

  @TempDir private Path folder;
  private final FaultyFiles disk = new FaultyFiles();

  @AutoClose
  private final StreamWriter stream =
      StreamWriter.start(
          records ->
              CompletableFuture.completedFuture(
                  Collections.nCopies(records.size(), Outcome.retry("the stream is down"))),
          new StreamState());

  @BeforeEach
  void down() {
    stream.state().unreachable();
  }

  private Acceptor acceptor(Spool spool) {
    return new Acceptor(
        stream,
        spool,
        Duration.ofMillis(100),
        new SeldomLog(NOPLogger.NOP_LOGGER, System::nanoTime));
  }

  private static Place of(CompletableFuture<Place> accepted) throws Exception {
    try {
      return accepted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("there is no answer", e);
    }
  }

  @Test
  void noAnswerLeavesBeforeTheDiskHasForcedTheEvents() throws Exception {
    try (Spool spool = disk.open(folder.resolve("spool"), BYTES)) {
      Acceptor acceptor = acceptor(spool);
      assertThat(of(acceptor.accept(EVENTS)), is(Place.SPOOL));
      assertThat(spool.counts().syncs(), is(1L));
      CountDownLatch force = disk.holdForce();
      CompletableFuture<Place> held = acceptor.accept(EVENTS);
      try {
        disk.awaitForce();
        assertThat(held.isDone(), is(false));
      } finally {
        force.countDown();
      }
      assertThat(of(held), is(Place.SPOOL));
    }
  }

  @Test
  void eventsThatTheDiskDoesNotForceAreNowhere() throws Exception {
    try (Spool spool = disk.open(folder.resolve("spool"), BYTES)) {
      Acceptor acceptor = acceptor(spool);
      disk.failForce();
      assertThat(of(acceptor.accept(EVENTS)), is(Place.NOWHERE));
      assertThat(acceptor.fault(), containsString("the disk has failed"));
      disk.repair();
      assertThat(of(acceptor.accept(EVENTS)), is(Place.SPOOL));
    }
  }

  @Test
  void eventsForWhichTheSpoolHasNoRoomAreNowhere() throws Exception {
    try (Spool spool = disk.open(folder.resolve("spool"), 10)) {
      Acceptor acceptor = acceptor(spool);
      assertThat(of(acceptor.accept(EVENTS)), is(Place.NOWHERE));
      assertThat(acceptor.fault(), containsString("the spool is full"));
    }
  }
}
