package dev.sessionbeam.source.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;

/** Shards of one reader that end at the same time. */
@Timeout(60)
class ReaderWatermarkTest {
  private static final Duration DISORDER = Duration.ofMinutes(2);

  /** What KinesisIO does with an event does not matter here; the test says when it was taken. */
  private static final class Ignoring implements Subscriber<SubscribeToShardEventStream> {
    @Override
    public void onSubscribe(Subscription subscription) {}

    @Override
    public void onNext(SubscribeToShardEventStream event) {}

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onComplete() {}
  }

  private static ShardReading reading() {
    return ShardReading.from(SavedPosition.atStart(0), DISORDER, System.nanoTime());
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private static CompletableFuture<Void> start(Step step) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
                done.complete(null);
              } catch (InterruptedException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    return done;
  }

  /**
   * As in a merge: one parent goes on with the child, the other has no successor here. The task is
   * slow to take an event of a third shard, for which the first parent has to wait.
   */
  @Test
  void ofTwoShardsThatEndAtATimeNeitherWaitsForEver() throws Exception {
    KinesisSettings settings =
        new KinesisSettings("s", StartAt.OLDEST, null, null, DISORDER, null, true);
    try (KinesisClient client =
        KinesisClient.builder()
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .build()) {
      ReaderWatermark watermark = new ReaderWatermark(settings, client, TaskStart.ofThisThread());
      // A map gives them in this order.
      ShardSubscription merged = add(watermark, "a");
      ShardSubscription busy = add(watermark, "b");
      ShardSubscription gone = add(watermark, "c");
      busy.put(reading(), List.of());

      CompletableFuture<Void> first = start(() -> watermark.follow("a", List.of("child")));
      CompletableFuture<Void> second =
          start(
              () -> {
                watermark.follow("c", List.of());
                gone.end(reading(), "c", List.of());
              });
      busy.request(1);
      first.get(20, TimeUnit.SECONDS);
      merged.end(reading(), "a", List.of("child"));
      watermark.begun("child");
      second.get(20, TimeUnit.SECONDS);
      assertThat(watermark.reads("c"), is(false));
      busy.put(reading(), List.of());
    }
  }

  private static ShardSubscription add(ReaderWatermark watermark, String shard) {
    ShardSubscription subscription = new ShardSubscription(new Ignoring(), reading(), () -> {});
    watermark.add(shard, subscription);
    subscription.request(1);
    return subscription;
  }
}
