package dev.sessionbeam.collect;

import dev.sessionbeam.collect.spool.Spool;
import dev.sessionbeam.collect.spool.SpoolBatch;
import dev.sessionbeam.collect.stream.StreamEvent;
import dev.sessionbeam.collect.stream.StreamWriter;
import dev.sessionbeam.deliver.kinesis.PutRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Moves the events of the spool into the stream, oldest first. Where the stream is down, this is
 * what notices that it takes events again.
 */
final class SpoolDrain implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Spool spool;
  private final StreamWriter stream;
  private final Duration timeout;
  private final SeldomLog log;
  private final Thread thread = new Thread(this::run, "collect-drain");

  private SpoolDrain(Spool spool, StreamWriter stream, Duration timeout, SeldomLog log) {
    this.spool = spool;
    this.stream = stream;
    this.timeout = timeout;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param timeout how long one attempt may take
   */
  static SpoolDrain start(Spool spool, StreamWriter stream, Duration timeout, SeldomLog log) {
    SpoolDrain drain = new SpoolDrain(spool, stream, timeout, log);
    drain.thread.setDaemon(true);
    drain.thread.start();
    return drain;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        try {
          SpoolBatch batch = spool.next(PutRecords.MOST_PER_CALL, PutRecords.MOST_BYTES_PER_CALL);
          if (batch == null) {
            return;
          }
          send(batch.events());
          spool.sent(batch);
          pause = FIRST_PAUSE;
        } catch (IOException e) {
          log.warn("drain", "The spool cannot be read or changed: " + e.getMessage());
          TimeUnit.MILLISECONDS.sleep(pause.toMillis());
          pause = longer(pause);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends events until all are in the stream. */
  private void send(List<StreamEvent> events) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    List<StreamEvent> left = put(events);
    while (!left.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      pause = longer(pause);
      left = put(left);
    }
  }

  private List<StreamEvent> put(List<StreamEvent> events) throws InterruptedException {
    try {
      return stream.put(events, timeout).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer never fails", e);
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** Stops it. What it was sending stays in the spool. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
