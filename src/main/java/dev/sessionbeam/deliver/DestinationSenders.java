package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.route.Route;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The senders of a batch job in one process: all tasks share them, so that the limits of a route
 * hold for all of them together.
 */
final class DestinationSenders {
  private static final Map<String, DestinationSenders> OF_JOBS = new HashMap<>();

  private final Duration patience;
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(1, DestinationSenders::daemon);
  private final ExecutorService openers = Executors.newCachedThreadPool(DestinationSenders::daemon);
  private final DestinationConnectors connectors;
  private final Map<String, DestinationSender> senders = new HashMap<>();
  private int users;

  private DestinationSenders(Destinations destinations, Duration patience) {
    this.connectors = new DestinationConnectors(destinations, openers);
    this.patience = patience;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sessionbeam-deliver");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Returns the senders of a job. The caller releases them.
   *
   * @param patience how long a destination may fail until it is taken for dead
   */
  static DestinationSenders acquire(String job, Destinations destinations, Duration patience) {
    synchronized (OF_JOBS) {
      DestinationSenders senders =
          OF_JOBS.computeIfAbsent(job, any -> new DestinationSenders(destinations, patience));
      senders.users++;
      return senders;
    }
  }

  /** Ends all calls and connections when the last user releases the senders. */
  void release(String job) {
    synchronized (OF_JOBS) {
      users--;
      if (users > 0) {
        return;
      }
      OF_JOBS.remove(job);
    }
    connectors.close();
    timer.shutdown();
    openers.shutdown();
  }

  /** Returns the sender to a destination, which uses the newest settings from now on. */
  synchronized DestinationSender to(Route newest) {
    DestinationSender sender =
        senders.computeIfAbsent(
            newest.name(), name -> new DestinationSender(newest, connectors, patience, timer));
    sender.use(newest);
    return sender;
  }

  /** Gives up what waits for dead destinations; see {@link SendQueue#giveUpIfDead}. */
  void giveUpIfDead(long since) {
    List<DestinationSender> all;
    synchronized (this) {
      all = List.copyOf(senders.values());
    }
    all.forEach(sender -> sender.giveUpIfDead(since));
  }
}
