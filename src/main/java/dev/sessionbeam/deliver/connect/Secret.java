package dev.sessionbeam.deliver.connect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The value of a secret. It is read in the background when the connector is opened, and again if
 * the destination does not accept it, so that a new value takes effect without a restart. However
 * many deliveries ask for it, it is read at most once in ten seconds.
 */
final class Secret {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Supplier<String> reader;
  private final Executor threads;
  private final InstantSource clock;
  private CompletableFuture<String> lastRead;
  private Instant lastReadAt;
  private @Nullable String lastGood;

  /**
   * Starts to read it.
   *
   * @param reader returns the value now, or throws a {@link SecretFault}
   */
  Secret(Supplier<String> reader, Executor threads, InstantSource clock) {
    this.reader = reader;
    this.threads = threads;
    this.clock = clock;
    this.lastReadAt = clock.instant();
    this.lastRead = CompletableFuture.supplyAsync(this::read, threads);
  }

  private String read() {
    String value = reader.get();
    synchronized (this) {
      lastGood = value;
    }
    return value;
  }

  /** Returns the value; it fails with a {@link SecretFault} if it could never be read. */
  synchronized CompletionStage<String> value() {
    if (lastRead.isCompletedExceptionally()) {
      readAgain();
    }
    return lastGood == null ? lastRead : CompletableFuture.completedFuture(lastGood);
  }

  /**
   * Returns whether the secret has another value now than one that was not accepted. It fails with
   * a {@link SecretFault} if it cannot be read.
   */
  synchronized CompletionStage<Boolean> isOtherThan(String notAccepted) {
    if (lastGood != null && !lastGood.equals(notAccepted)) {
      return CompletableFuture.completedFuture(true);
    }
    readAgain();
    return lastRead.thenApply(now -> !now.equals(notAccepted));
  }

  private void readAgain() {
    Instant now = clock.instant();
    if (lastRead.isDone() && !now.isBefore(lastReadAt.plus(PAUSE))) {
      lastReadAt = now;
      lastRead = CompletableFuture.supplyAsync(this::read, threads);
    }
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
