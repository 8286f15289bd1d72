package dev.sessionbeam.deliver;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * What the delivering step of a job shares in one process: its shards, its connectors and its
 * threads. A runner has several instances of a step, and may move a key from one to another.
 */
final class DeliveryJob {
  private static final Map<UUID, DeliveryJob> JOBS = new ConcurrentHashMap<>();

  /** How many threads take outcomes. */
  private static final int THREADS = 2;

  /** How many calls one round begins at most: the rest is for the next round. */
  private static final int MOST_CALLS = 64;

  private static final long DRAIN_EVERY_MILLIS = 20;

  /** What a shard gets at least that is first seen after the end of the stream has begun. */
  private static final long LATE_SHARD_MILLIS = 5_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final DeliverSettings settings;
  private final TimeAndRandom system = TimeAndRandom.SYSTEM;
  private final ExecutorService outcomes = Executors.newFixedThreadPool(THREADS, daemons());
  private final ExecutorService openings = Executors.newCachedThreadPool(daemons());
  private final DestinationConnectors connectors;
  private final MemoryBudget budget = MemoryBudget.ofProcess();
  private final Map<String, OwnedShard> shards = new ConcurrentHashMap<>();
  private final AtomicLong bundles = new AtomicLong(QueuedDelivery.COMMITTED);
  private int users;
  private boolean routesAreOpen;
  private long deadline = NEVER;

  /** A shard, and the instance of the step that used it last. */
  private record OwnedShard(DeliveryShard shard, Object owner) {}

  private DeliveryJob(DeliverSettings settings) {
    this.settings = settings;
    this.connectors = new DestinationConnectors(settings.destinations(), openings);
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "deliver");
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Returns the job; {@link #leave} must follow. */
  static DeliveryJob join(DeliverSettings settings) {
    return JOBS.compute(
        settings.job(),
        (id, job) -> {
          DeliveryJob joined = job == null ? new DeliveryJob(settings) : job;
          joined.users++;
          return joined;
        });
  }

  /** Reads the routes again and again from now on, until the last instance has left. */
  synchronized void openRoutes(PipelineOptions options) {
    if (!routesAreOpen) {
      settings.routes().open(options);
      routesAreOpen = true;
    }
  }

  /** Forgets the shards of an instance of the step. The last one closes all connectors. */
  void leave(Object owner) {
    shards.keySet().forEach(key -> shards.computeIfPresent(key, (text, of) -> closed(of, owner)));
    JOBS.computeIfPresent(
        settings.job(),
        (id, job) -> {
          job.users--;
          if (job.users == 0) {
            job.close();
          }
          return job.users == 0 ? null : job;
        });
  }

  /** Closes a shard for good, unless another instance has taken it over by now. */
  private static @Nullable OwnedShard closed(OwnedShard owned, Object owner) {
    if (owned.owner != owner) {
      return owned;
    }
    owned.shard.close();
    return null;
  }

  private synchronized void close() {
    connectors.close();
    if (routesAreOpen) {
      settings.routes().close();
    }
    openings.shutdown();
    outcomes.shutdown();
  }

  /** Returns the shard of a key for the instance of the step that has the key now. */
  DeliveryShard shard(String key, Object owner) {
    OwnedShard owned = shards.get(key);
    if (owned == null || owned.owner != owner) {
      owned =
          shards.compute(
              key, (text, last) -> new OwnedShard(last == null ? open(text) : last.shard, owner));
    }
    return owned.shard;
  }

  private DeliveryShard open(String key) {
    return new DeliveryShard(ShardKey.parse(key), settings, connectors, budget, system);
  }

  /** Forgets a shard whose key has ended. */
  void forget(String key) {
    OwnedShard ended = shards.remove(key);
    if (ended != null) {
      ended.shard.close();
    }
  }

  /** Returns a number for a bundle: larger than those of all bundles before. */
  long nextBundle() {
    return bundles.incrementAndGet();
  }

  /** Notes that a bundle of an instance is committed, and all of its bundles before. */
  void committed(Object owner, long bundle) {
    for (OwnedShard each : shards.values()) {
      if (each.owner == owner) {
        each.shard.committed(bundle);
        send(each.shard, /* partial= */ true);
      }
    }
  }

  /** Begins the calls of a shard that are due and within the limits. Waits for none of them. */
  void send(DeliveryShard shard, boolean partial) {
    connectors.keepOnly(settings.routes().get());
    for (int i = 0; i < MOST_CALLS; i++) {
      DeliveryShard.Call call = shard.begin(partial);
      if (call == null) {
        return;
      }
      CompletionStage<Void> unused =
          call.send()
              .thenAcceptAsync(
                  ended -> {
                    shard.ended(call, ended);
                    send(shard, /* partial= */ true);
                  },
                  outcomes);
    }
  }

  /**
   * Begins the end of the stream for all shards of this process, if it has not begun. A shard that
   * appears only after that has at least a little time of its own.
   */
  private synchronized void drain() {
    long stopAt;
    if (deadline == NEVER) {
      deadline = system.now() + settings.drain().toMillis();
      stopAt = deadline;
    } else {
      stopAt = Math.max(deadline, system.now() + LATE_SHARD_MILLIS);
    }
    for (OwnedShard each : shards.values()) {
      each.shard.drain(stopAt);
      send(each.shard, /* partial= */ true);
    }
  }

  /**
   * Drains a shard: waits until nothing waits in it or the time is over.
   *
   * @throws InterruptedException if the runner cancels the step
   */
  void drain(DeliveryShard shard) throws InterruptedException {
    drain();
    long until = shard.stopAt();
    for (long now = system.now(); !shard.isEmpty() && now < until; now = system.now()) {
      shard.awaitOutcome(Math.min(DRAIN_EVERY_MILLIS, until - now));
      drain();
    }
    shard.stop();
  }
}
