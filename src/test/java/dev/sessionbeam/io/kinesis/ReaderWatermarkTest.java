package dev.sessionbeam.io.kinesis;

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

/** Lets shards of one reader end at the same time. */
@Timeout(60)
class ReaderWatermarkTest {
  private static final Duration DISORDER = Duration.ofMinutes(2);

  /** Ignores events. The test itself decides when an event was taken. */
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

  private static ShardReadState reading() {
    return ShardReadState.from(SavedPosition.atStart(0), DISORDER, System.nanoTime());
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
   * As in a merge: the reader of one parent continues with the child, and the other parent has no
   * successor here. The task is slow to take an event of a third shard, and the first parent must
   * wait for it.
   */
  @Test
  void twoShardsThatEndAtTheSameTimeDoNotWaitForEver() throws Exception {
    KinesisSettings settings =
        new KinesisSettings("s", StartAt.OLDEST, null, null, DISORDER, null, true);
    try (KinesisClient client =
        KinesisClient.builder()
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .build()) {
      ReaderWatermark watermark =
          new ReaderWatermark(settings, client, ReaderStartBarrier.ofThisThread());
      // A map iterates over them in this order.
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
