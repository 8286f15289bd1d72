package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Says again and again that this command still changes a stage, as long as it is open. */
interface Renewal {
  /** Nothing is renewed. */
  Renewal NONE = () -> {};

  /** Ends it. */
  void close();

  /** Renews the holder of a journal four times before it expires. */
  static Renewal of(ConfigMapJournal journal) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "renewal of the stage");
              thread.setDaemon(true);
              return thread;
            });
    long every = ConfigMapJournal.EXPIRES.toMillis() / 4;
    ScheduledFuture<?> renewing =
        timer.scheduleWithFixedDelay(() -> renew(journal), every, every, TimeUnit.MILLISECONDS);
    return () -> {
      renewing.cancel(false);
      timer.shutdown();
    };
  }

  private static void renew(ConfigMapJournal journal) {
    try {
      journal.renew();
    } catch (IOException e) {
      // The next renewal may do it. If another command has taken over, the next write says so.
    }
  }
}
