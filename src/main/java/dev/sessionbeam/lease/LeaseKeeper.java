package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a lease every 30 seconds, on a daemon thread, until it is closed or the lease is lost. It
 * does not stop the holder: the holder finds out at its next check, before it publishes.
 */
public final class LeaseKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  /** Renews a lease. Returns whether there is anything left to renew. */
  @FunctionalInterface
  interface Renewal {
    boolean renew() throws IOException;
  }

  private final Renewal renewal;
  private final Duration every;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private LeaseKeeper(Renewal renewal, Duration every) {
    this.renewal = renewal;
    this.every = every;
    this.thread = new Thread(this::keep, "lease-keeper");
    this.thread.setDaemon(true);
  }

  /** Starts to renew a lease. */
  public static LeaseKeeper start(HeldLease lease) {
    return start(lease, HeldLease.RENEW_EVERY);
  }

  /** Starts to renew a lease at another interval. */
  static LeaseKeeper start(HeldLease lease, Duration every) {
    return start(
        () -> {
          lease.renew();
          return true;
        },
        every);
  }

  /** Starts to renew in another way. */
  static LeaseKeeper start(Renewal renewal, Duration every) {
    LeaseKeeper keeper = new LeaseKeeper(renewal, every);
    keeper.thread.start();
    return keeper;
  }

  /** Waits until the thread has ended. */
  void join() throws InterruptedException {
    thread.join();
  }

  private void keep() {
    try {
      while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS) && renewed()) {
        // Waits for the next time.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is still a lease to renew. */
  private boolean renewed() {
    try {
      return renewal.renew();
    } catch (LeaseLostException e) {
      LOG.warn("The lease is lost; it is no longer renewed", e);
      return false;
    } catch (IOException e) {
      LOG.warn("The lease could not be renewed; the next attempt is in {}", every, e);
      return true;
    }
  }

  /** Stops renewing. The lease is held until it is released or expires. */
  @Override
  public void close() {
    closed.countDown();
  }
}
