package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterCoder;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import java.time.Duration;
import java.util.UUID;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Sends deliveries of a stream to their destinations, with retries. Emits the dead letters that no
 * queue takes: they go to {@code undelivered/}. The keys are those of {@link ShardKey}.
 *
 * <p>What waits is in state, and survives a restart. See docs/design/deliver.md.
 */
public final class Deliver
    extends PTransform<PCollection<KV<String, Delivery>>, PCollection<DeadLetter>> {
  /** How many bytes may wait for one destination; its dead letters may have as many again. */
  static final long WAITING_BYTES = 64L << 20;

  /** How long the end of a stream waits for all destinations where nothing else is said. */
  static final Duration DRAIN = Duration.ofMinutes(1);

  /** How long a destination may be in one process's routes and not yet in another's. */
  static final Duration UNKNOWN_FOR = Duration.ofMinutes(2);

  private final DeliverSettings settings;

  private Deliver(DeliverSettings settings) {
    this.settings = settings;
  }

  /** Delivers as the newest routes say. Sessions wait for a checkpoint. */
  public static Deliver by(CurrentRoutes routes) {
    return by(routes, new DestinationsOnClassPath());
  }

  static Deliver by(CurrentRoutes routes, Destinations destinations) {
    return new Deliver(
        new DeliverSettings(
            UUID.randomUUID(),
            routes,
            destinations,
            DRAIN,
            /* awaitCommit= */ true,
            WAITING_BYTES,
            UNKNOWN_FOR));
  }

  /**
   * Returns this with another time that the end of the stream waits, for all destinations together.
   */
  public Deliver drainingWithin(Duration drain) {
    return with(drain, settings.awaitCommit(), settings.unknownFor());
  }

  /**
   * Returns this with sessions that wait for a checkpoint, or that do not: without checkpoints,
   * they would wait for ever.
   */
  public Deliver awaitingCommit(boolean awaitCommit) {
    return with(settings.drain(), awaitCommit, settings.unknownFor());
  }

  /**
   * Returns this with another time that deliveries wait for routes that have their destination.
   * Processes read new routes at different times, so this must be longer than their refresh.
   */
  public Deliver knowingRoutesWithin(Duration unknownFor) {
    return with(settings.drain(), settings.awaitCommit(), unknownFor);
  }

  private Deliver with(Duration drain, boolean awaitCommit, Duration unknownFor) {
    return new Deliver(
        new DeliverSettings(
            settings.job(),
            settings.routes(),
            settings.destinations(),
            drain,
            awaitCommit,
            settings.waitingBytes(),
            unknownFor));
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<KV<String, Delivery>> deliveries) {
    return deliveries
        .apply("InGlobalWindow", Window.into(new GlobalWindows()))
        .apply("Send", ParDo.of(new DeliverFn(settings)))
        .setCoder(DeadLetterCoder.of());
  }
}
