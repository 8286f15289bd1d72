package dev.sessionbeam.peer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.common.ClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** Creates clients as usual, except for one client of Kinesis that takes two seconds to create. */
public final class SlowClients implements ClientBuilderFactory {
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final AtomicInteger BEFORE_SLOW_ONE = new AtomicInteger(-1);

  /**
   * Sets which client is slow.
   *
   * @param clients how many clients are created at once before the slow one
   */
  public static void slowAfter(int clients) {
    BEFORE_SLOW_ONE.set(clients);
  }

  /** Whether the slow client was created. */
  public static boolean wasSlow() {
    return BEFORE_SLOW_ONE.get() < 0;
  }

  @Override
  public void checkConfiguration(ClientConfiguration config, @Nullable AwsOptions defaults) {
    ClientBuilderFactory.defaultFactory().checkConfiguration(config, defaults);
  }

  @Override
  public <B extends AwsClientBuilder<B, C>, C> B create(
      B builder, ClientConfiguration config, @Nullable AwsOptions options) {
    if (builder instanceof KinesisClientBuilder && BEFORE_SLOW_ONE.getAndDecrement() == 0) {
      try {
        boolean never = new CountDownLatch(1).await(TIME.toMillis(), TimeUnit.MILLISECONDS);
        assert !never;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return ClientBuilderFactory.defaultFactory().create(builder, config, options);
  }
}
