package dev.sessionbeam.deliver;

import static dev.sessionbeam.deliver.Deliveries.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.DeadLetterQueue;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the shards of a job share in a process. */
class DeliveryJobTest {
  private static final String EARLY = ShardKey.of(event("early", "a"));
  private static final String LATE = ShardKey.of(event("late", "a"));

  private final DeliverSettings settings =
      new DeliverSettings(
          UUID.randomUUID(),
          () ->
              new Routes(
                  "v1",
                  List.of(
                      Route.to("early", "arn:early", null), Route.to("late", "arn:late", null))),
          new Accepting(),
          Duration.ZERO,
          /* awaitCommit= */ true,
          Deliver.WAITING_BYTES,
          Duration.ofMinutes(2));

  private final Object owner = new Object();
  private final DeliveryJob job = DeliveryJob.join(settings);

  @AfterEach
  void leave() {
    job.leave(owner);
  }

  /** Destinations that accept everything at once. */
  private static final class Accepting implements Destinations {
    private static final long serialVersionUID = 1;

    @Override
    public Connector connector(Route route) {
      return new Connector() {
        @Override
        public CompletionStage<List<Outcome>> send(List<Delivery> sent) {
          return CompletableFuture.completedFuture(
              Collections.nCopies(sent.size(), Outcome.DELIVERED));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public DeadLetterQueue deadLetters(Route route) {
      throw new IllegalStateException("there are no dead letters");
    }
  }

  @Test
  void aShardThatAppearsAfterTheTimeOfTheEndStillHasALittleTime() throws Exception {
    job.drain(job.shard(EARLY, owner));
    DeliveryShard late = job.shard(LATE, owner);
    MemoryState state = new MemoryState();
    var unused = late.take(state, event("late", "a"), 1);
    job.drain(late);
    assertThat(late.write(state), is(empty()));
    assertThat(late.counts(), is(new DestinationCounts(1, 1, 0, 0, 0, 0)));
  }

  @Test
  void aShardThatIsTakenOverWhileItsLastOwnerLeavesIsNotClosed() throws Exception {
    for (int round = 0; round < 20; round++) {
      Object leaving = new Object();
      var unused = DeliveryJob.join(settings);
      List<String> keys = IntStream.range(0, 2000).mapToObj(i -> "early\n" + i).toList();
      keys.forEach(key -> job.shard(key, leaving));
      CountDownLatch start = new CountDownLatch(1);
      CompletableFuture<Void> left =
          CompletableFuture.runAsync(
              () -> {
                start.countDown();
                job.leave(leaving);
              });
      start.await();
      keys.forEach(key -> job.shard(key, owner));
      left.join();
      long closed = keys.stream().filter(key -> isClosed(job.shard(key, owner))).count();
      assertThat(closed, is(0L));
      keys.forEach(job::forget);
    }
  }

  private static boolean isClosed(DeliveryShard shard) {
    var unused = shard.take(new MemoryState(), event("early", "a"), 1);
    return shard.begin(/* partial= */ true) == null;
  }
}
