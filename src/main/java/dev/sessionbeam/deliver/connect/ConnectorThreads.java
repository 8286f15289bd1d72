package dev.sessionbeam.deliver.connect;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads of one connector. They do what may block: looking up the address of a server, reading
 * credentials or a secret. Each connector has its own, so that a destination whose address cannot
 * be looked up holds up no other one.
 */
public final class ConnectorThreads {
  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 2;

  private ConnectorThreads() {}

  /** Returns an executor of two threads, which end by themselves soon after the last work. */
  public static ExecutorService of(String destination) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "deliver-" + destination);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Starts a call by one of the threads, because its first steps may block. */
  public static <T> CompletableFuture<T> start(
      Executor threads, Supplier<CompletableFuture<T>> call) {
    return CompletableFuture.completedFuture(call).thenComposeAsync(Supplier::get, threads);
  }
}
