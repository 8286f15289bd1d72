package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a lease every 30 seconds, from a daemon thread, until it is closed or the lease is lost.
 * It does not stop the holder: that learns of it when it next checks, before it publishes.
 */
public final class LeaseKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  /** Renews; gives whether there is anything left to renew. */
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

  /** The same, at another pace. */
  static LeaseKeeper start(HeldLease lease, Duration every) {
    return start(
        () -> {
          lease.renew();
          return true;
        },
        every);
  }

  /** The same for another way to renew. */
  static LeaseKeeper start(Renewal renewal, Duration every) {
    LeaseKeeper keeper = new LeaseKeeper(renewal, every);
    keeper.thread.start();
    return keeper;
  }

  /** Waits until it has ended. */
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
      LOG.warn("The lease is not renewed any longer", e);
      return false;
    } catch (IOException e) {
      LOG.warn("The lease could not be renewed; it is tried again in {}", every, e);
      return true;
    }
  }

  /** Stops to renew; the lease is held until it is released or expires. */
  @Override
  public void close() {
    closed.countDown();
  }
}
