package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sessionbeam.peer.Cable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code collect} in a process of its own that is killed at random moments under load, while its
 * stream fails, refuses records and is cut off. {@code make collect-kills} kills more often, and
 * {@code STREAM=kinesis} has a Kinesis server in place of the stub.
 */
class CollectKillsTest {
  private static final int KILLS = Integer.getInteger("collect.kills", 3);
  private static final long SEED = Long.getLong("collect.seed", 26);

  /**
   * The stub, unless it is {@code kinesis}: a Kinesis server, which takes much less in a second.
   */
  private static final String STREAM = System.getProperty("collect.stream", "stub");

  private static final int CLIENTS = 4;
  private static final long DRAINED_AT_ONCE = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private long mayBeCopied;
  private boolean cut;

  @Test
  void eachAcknowledgedEventIsInTheStreamWheneverTheCollectorIsKilled() throws Exception {
    try (FailingStream stream = start();
        Cable cable = Cable.to(stream.port());
        CollectProcess collector =
            CollectProcess.start(
                folder,
                cable.endpoint(),
                "--spool=" + folder.resolve("spool"),
                // A call that takes longer may have put records all the same: they are copies then.
                "--kinesisTimeout=" + (STREAM.equals("kinesis") ? "5s" : "300ms"));
        CollectLoad load = CollectLoad.start(collector.uri("/v1/events"), CLIENTS)) {
      for (int kill = 0; kill < KILLS; kill++) {
        collector.awaitLive();
        disturb(stream, cable, load);
        assertThat(collector.log(), collector.killAfter(random.nextInt(700)), is(true));
        mayBeCopied += DRAINED_AT_ONCE;
        collector.restart();
      }
      repair(stream, cable, load);
      load.finish(PATIENCE);
      collector.awaitLive();
      awaitDrained(collector);
      collector.terminate();
      assertThat(collector.log(), collector.awaitEnd(), is(0));
      assertThat(
          collector.log(), containsString("Stopped. All acknowledged events are in the stream."));
      check(stream, load);
    }
  }

  private static FailingStream start() throws IOException {
    return STREAM.equals("kinesis") ? FailingStream.server("events") : FailingStream.stub();
  }

  /** The stream takes events again, so what waits in the spool has to go there. */
  private static void awaitDrained(CollectProcess collector) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    double waiting = collector.metric("spool_waiting_events");
    while (waiting > 0) {
      assertThat(
          waiting + " events still wait in the spool:\n" + collector.log(),
          System.nanoTime() < until,
          is(true));
      TimeUnit.MILLISECONDS.sleep(20);
      waiting = collector.metric("spool_waiting_events");
    }
  }

  /** Makes the stream misbehave for a while, and perhaps still at the kill. */
  private void disturb(FailingStream stream, Cable cable, CollectLoad load) throws Exception {
    for (int i = 0; i < 3; i++) {
      repair(stream, cable, load);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
      switch (random.nextInt(4)) {
        case 0 -> stream.fail();
        case 1 -> stream.refuseSome();
        case 2 -> {
          cut = true;
          cut(load, cable::hangUp);
        }
        default -> {}
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
    }
    if (random.nextBoolean()) {
      repair(stream, cable, load);
    }
  }

  private void repair(FailingStream stream, Cable cable, CollectLoad load) throws Exception {
    stream.work();
    if (cut) {
      cut = false;
      cut(load, cable::mend);
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  /** Ends all connections to the stream. What is in flight then may be sent again. */
  private void cut(CollectLoad load, Change change) throws IOException {
    mayBeCopied += load.open() + DRAINED_AT_ONCE;
    change.make();
    mayBeCopied += load.open();
  }

  private void check(FailingStream stream, CollectLoad load) {
    List<String> texts = stream.texts();
    Set<String> found = new HashSet<>();
    for (String text : texts) {
      Matcher id = ID.matcher(text);
      assertThat(text, id.find(), is(true));
      found.add(id.group(1));
    }
    Set<String> missing = new HashSet<>(load.acknowledged());
    missing.removeAll(found);
    long copies = (long) texts.size() - found.size();
    long most = mayBeCopied + load.unanswered();
    System.err.printf(
        Locale.ROOT,
        "collect: %d kills, stream %s, seed %d: %d events acknowledged, %d of them from the spool, %d missing,"
            + " %d copies; %d were in flight at a kill or a cut%n",
        KILLS,
        STREAM,
        SEED,
        load.acknowledged().size(),
        load.spooled(),
        missing.size(),
        copies,
        most);
    assertThat(missing, is(empty()));
    assertThat(copies, is(lessThanOrEqualTo(most)));
    assertThat(load.spooled(), is(greaterThan(0L)));
    assertThat(load.acknowledged().size(), is(greaterThan(1000)));
  }
}
