package dev.sessionbeam.deliver;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is opened at its first use by another thread, and again if that failed. Nothing
 * holds it once it is closed.
 */
final class Opening<T> {
  /** How long a failed attempt to open it holds for all uses. */
  private static final long AGAIN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<T> open;
  private final Executor executor;
  private @Nullable CompletableFuture<T> opened;
  private long began;
  private boolean closed;

  Opening(Supplier<T> open, Executor executor) {
    this.open = open;
    this.executor = executor;
  }

  /** Returns it, once it is open; or the fault. Does not wait. */
  synchronized CompletableFuture<T> get() {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("it was closed"));
    }
    CompletableFuture<T> last = opened;
    boolean again =
        last == null
            || (last.isCompletedExceptionally() && System.nanoTime() - began >= AGAIN_AFTER_NANOS);
    if (last == null || again) {
      last = CompletableFuture.supplyAsync(open, executor);
      opened = last;
      began = System.nanoTime();
    }
    return last;
  }

  /** Returns it if it is open. */
  synchronized Optional<T> now() {
    CompletableFuture<T> last = opened;
    return last == null || !last.isDone() || last.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.of(last.join());
  }

  /** Closes it, if it is open or will be. It is not opened again. */
  void close(Consumer<T> close) {
    CompletableFuture<T> last;
    synchronized (this) {
      closed = true;
      last = opened;
      opened = null;
    }
    if (last != null) {
      var unused = last.thenAccept(close).exceptionally(fault -> null); // Or it was never open.
    }
  }
}
