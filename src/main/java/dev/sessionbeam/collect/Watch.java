package dev.sessionbeam.collect;

import dev.sessionbeam.collect.spool.Spool;
import dev.sessionbeam.collect.stream.KinesisStream;
import dev.sessionbeam.collect.stream.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a second: whether the write keys have changed, and whether the stream is down or up
 * again. Logs what has changed.
 */
final class Watch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 1000;

  private final KinesisStream stream;
  private final StreamState state;
  private final @Nullable Spool spool;
  private final AtomicReference<WriteKeys> keys;
  private final @Nullable KeyFile keyFile;
  private final SeldomLog log;
  private boolean wasDown;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "collect-watch");
            made.setDaemon(true);
            return made;
          });

  private Watch(
      KinesisStream stream,
      StreamState state,
      @Nullable Spool spool,
      AtomicReference<WriteKeys> keys,
      @Nullable KeyFile keyFile,
      SeldomLog log) {
    this.stream = stream;
    this.state = state;
    this.spool = spool;
    this.keys = keys;
    this.keyFile = keyFile;
    this.log = log;
  }

  static Watch start(
      KinesisStream stream,
      StreamState state,
      @Nullable Spool spool,
      AtomicReference<WriteKeys> keys,
      @Nullable KeyFile keyFile,
      SeldomLog log) {
    Watch watch = new Watch(stream, state, spool, keys, keyFile, log);
    var unused =
        watch.thread.scheduleWithFixedDelay(
            watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    lookAtKeys();
    boolean isDown = state.isDown();
    if (isDown && !wasDown) {
      log.info(
          "Kinesis is down: "
              + state.lastError()
              + (spool == null ? ". Events are refused." : ". Events go to the spool."));
    }
    // Whatever waits in the spool is sent again and again, and shows the same.
    Spool waiting = spool;
    if (isDown && (waiting == null || waiting.counts().waiting() == 0)) {
      lookAtStream();
    }
    if (!isDown && wasDown) {
      log.info("Kinesis takes events again.");
    }
    wasDown = isDown;
  }

  private void lookAtStream() {
    if (stream.look(state) == KinesisStream.Look.ANSWERS) {
      state.answered();
    }
  }

  private void lookAtKeys() {
    KeyFile file = keyFile;
    if (file == null) {
      return;
    }
    List<String> faults = new ArrayList<>();
    WriteKeys read = file.readIfChanged(faults);
    if (read != null) {
      keys.set(read);
      log.info("The write keys were read again: there are " + read.count() + ".");
    }
    faults.forEach(fault -> log.warn("keys", fault + ". The former keys stay in force."));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
