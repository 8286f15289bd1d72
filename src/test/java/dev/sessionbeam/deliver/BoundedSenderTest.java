package dev.sessionbeam.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterCoder;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of deliveries in batch, over real connections. */
@ExtendWith(TestPipelineExtension.class)
class BoundedSenderTest {
  private static final RetrySettings TWICE =
      new RetrySettings(2, Duration.ofMillis(5), Duration.ofMillis(10));

  private static Route route(String name, URI url) {
    return route(name, url, Duration.ofSeconds(20), TWICE, 4);
  }

  private static Route route(
      String name, URI url, Duration timeout, RetrySettings retry, int maxInFlight) {
    return new Route(
        name,
        null,
        url,
        Source.EVENTS,
        Set.of(),
        null,
        null,
        null,
        retry,
        timeout,
        maxInFlight,
        0,
        null,
        null,
        null);
  }

  private static KV<String, Delivery> delivery(String destination, String id) {
    Subject subject = new Subject(Source.EVENTS, "m", id, 1);
    Delivery delivery =
        new Delivery(destination, "v1", subject, ("{\"id\":\"" + id + "\"}").getBytes(UTF_8));
    return KV.of(ShardKey.of(delivery), delivery);
  }

  static final class SendFn extends DoFn<KV<String, Delivery>, DeadLetter> {
    private final BoundedSender sender;

    SendFn(CurrentRoutes routes, Duration patience) {
      this.sender = new BoundedSender(routes, patience, new DestinationsOnClassPath());
    }

    @Setup
    public void setUp(PipelineOptions options) {
      sender.open(options);
    }

    @StartBundle
    public void startBundle() {
      sender.startBundle();
    }

    @ProcessElement
    public void process(@Element KV<String, Delivery> element, OutputReceiver<DeadLetter> out)
        throws InterruptedException {
      sender.send(Objects.requireNonNull(element.getValue()));
      sender.account(out::output);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws InterruptedException {
      sender.await();
      sender.account(
          letter ->
              context.output(letter, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }

    @Teardown
    public void tearDown() {
      sender.close();
    }
  }

  /** The dead letters for {@code undelivered/}, as text. */
  private static PCollection<String> deliver(
      TestPipeline pipeline, List<Route> routes, Duration patience, String... deliveries) {
    List<KV<String, Delivery>> all =
        Arrays.stream(deliveries)
            .map(text -> delivery(text.split(" ", -1)[0], text.split(" ", -1)[1]))
            .toList();
    return pipeline
        .apply(Create.of(all).withCoder(RouteEvents.CODER))
        .apply(ParDo.of(new SendFn(CurrentRoutes.fixed(new Routes("v1", routes)), patience)))
        .setCoder(DeadLetterCoder.of())
        .apply(
            MapElements.into(strings())
                .via(
                    letter ->
                        letter.delivery().destination()
                            + " "
                            + letter.delivery().subject().id()
                            + " "
                            + letter.reason().code()
                            + " after "
                            + letter.attempts()));
  }

  /**
   * The counts of a run that has ended. The DirectRunner adds what the last bundles counted at
   * their end a moment after the run has ended.
   */
  private static Map<String, DestinationCounts> counts(PipelineResult result) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Map<String, DestinationCounts> counts = DestinationCounts.of(result);
    while (counts.values().stream().anyMatch(each -> each.waiting() > 0)
        && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
      counts = DestinationCounts.of(result);
    }
    return counts;
  }

  private static List<String> bodies(HttpPeer peer, String path) {
    return peer.requests(path).stream().map(ReceivedRequest::text).toList();
  }

  @Test
  void eachDeliveryArrivesOrIsADeadLetterWithItsReasonAndTheAccountAddsUp(TestPipeline pipeline)
      throws Exception {
    try (HttpPeer peer = HttpPeer.start()) {
      peer.behave("/busy", HttpBehavior.failingFirstAttempts());
      peer.behave("/strict", HttpBehavior.status(400, "no"));
      PCollection<String> letters =
          deliver(
              pipeline,
              List.of(
                  route("good", peer.uri("/good")),
                  route("busy", peer.uri("/busy")),
                  route("strict", peer.uri("/strict")),
                  route("dead", HttpPeer.nowhere())),
              Duration.ofMinutes(1),
              "good 1",
              "good 2",
              "busy 3",
              "strict 4",
              "dead 5",
              "gone 6");
      PAssert.that(letters)
          .containsInAnyOrder(
              "strict 4 refused after 1",
              "dead 5 retries_exhausted after 2",
              "gone 6 destination_removed after 0");
      PipelineResult result = pipeline.run();
      assertThat(
          counts(result),
          is(
              Map.of(
                  "good", new DestinationCounts(2, 2, 0, 0, 0, 0),
                  "busy", new DestinationCounts(1, 1, 0, 0, 0, 1),
                  "strict", new DestinationCounts(1, 0, 0, 1, 0, 0),
                  "dead", new DestinationCounts(1, 0, 0, 1, 0, 1),
                  "gone", new DestinationCounts(1, 0, 0, 1, 0, 0))));
      assertThat(bodies(peer, "/good"), containsInAnyOrder("{\"id\":\"1\"}", "{\"id\":\"2\"}"));
      assertThat(bodies(peer, "/busy"), is(List.of("{\"id\":\"3\"}", "{\"id\":\"3\"}")));
    }
  }

  /** With its timeout of an hour, the run would never end if it waited for an answer. */
  @Test
  void aDestinationThatFailsAndThenHangsDoesNotHoldTheEndOfTheRun(TestPipeline pipeline)
      throws Exception {
    try (HttpPeer peer = HttpPeer.start()) {
      peer.behave(
          "/hangs", HttpBehavior.first(1, HttpBehavior.status(503, "down"), HttpBehavior.silent()));
      RetrySettings once = new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1));
      Route hangs = route("hangs", peer.uri("/hangs"), Duration.ofHours(1), once, 1);
      String[] deliveries = new String[20];
      Arrays.setAll(deliveries, i -> "hangs " + i);
      PCollection<String> letters = deliver(pipeline, List.of(hangs), Duration.ZERO, deliveries);
      PAssert.thatSingleton(letters.apply(Count.globally())).isEqualTo(20L);
      PipelineResult result = pipeline.run();
      assertThat(counts(result), is(Map.of("hangs", new DestinationCounts(20, 0, 0, 20, 0, 0))));
    }
  }
}
