package dev.sessionbeam.deliver;

import static dev.sessionbeam.TestEvents.batch;
import static dev.sessionbeam.TestEvents.event;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.millis;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.packing.RecordBatch;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.RevisedSessionCoder;
import dev.sessionbeam.session.Session;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which deliveries become of events and of sessions. */
@ExtendWith(TestPipelineExtension.class)
class RouteResultsTest {
  private static final CurrentRoutes ROUTES =
      CurrentRoutes.fixed(
          new Routes(
              "v1",
              List.of(
                  route("crm", Source.EVENTS, "start", "buy"),
                  route("mail", Source.EVENTS, "buy"),
                  route("stats", Source.SESSIONS))));

  private static Route route(String name, Source source, String... actions) {
    Route route = Route.to(name, null, URI.create("https://" + name + ".example/"));
    return new Route(
        name,
        null,
        route.url(),
        source,
        Set.of(actions),
        null,
        null,
        null,
        route.retry(),
        route.timeout(),
        route.maxInFlight(),
        0,
        null,
        null,
        null);
  }

  private static String text(KV<String, Delivery> keyed) {
    Delivery delivery = Objects.requireNonNull(keyed.getValue());
    assertThat(keyed.getKey(), is(ShardKey.of(delivery)));
    assertThat(delivery.rules(), is("v1"));
    return delivery.destination()
        + " "
        + delivery.subject().machine()
        + " "
        + delivery.subject().number()
        + " "
        + new String(delivery.body(), UTF_8);
  }

  private static PCollection<String> routed(
      RouteEvents route, TestPipeline pipeline, String... events) {
    return pipeline
        .apply(
            Create.<RecordBatch<dev.sessionbeam.event.SourcedEvent>>of(batch(events))
                .withCoder(RecordBatch.coder(SourcedEventCoder.of())))
        .apply(route)
        .apply("Text", MapElements.into(strings()).via(RouteResultsTest::text));
  }

  @Test
  void anEventGoesToEachDestinationThatListsItsActionAndTheOthersAreCounted(TestPipeline pipeline) {
    PCollection<String> deliveries =
        routed(
            RouteEvents.of(TestEvents.definition(), ROUTES),
            pipeline,
            "a 10:00 start",
            "a 10:01 buy",
            "b 10:02 view");
    PAssert.that(deliveries)
        .containsInAnyOrder(
            "crm a " + millis("10:00") + " " + json("a 10:00 start"),
            "crm a " + millis("10:01") + " " + json("a 10:01 buy"),
            "mail a " + millis("10:01") + " " + json("a 10:01 buy"));
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(RouteEvents.class, result),
        is(Map.of(RouteEvents.UNROUTED, 1L, RouteEvents.DELIVERIES, 3L)));
  }

  @Test
  void aSessionGoesOutAsItsLineWithItsRevision(TestPipeline pipeline) {
    Session session = new Session(List.of(event("a 10:00 start")));
    PCollection<String> deliveries =
        pipeline
            .apply(
                Create.of(RevisedSession.first(session), new RevisedSession(session, 2, List.of()))
                    .withCoder(RevisedSessionCoder.of()))
            .apply(RouteSessions.of(TestEvents.definition(), ROUTES))
            .apply("Text", MapElements.into(strings()).via(RouteResultsTest::text));
    String line =
        "{\"session_id\":\"ID\",\"machine\":\"a\",\"session_start\":\"2017-02-05T10:00:00.000Z\","
            + "\"session_end\":\"2017-02-05T10:00:00.000Z\",\"duration_ms\":0,\"event_count\":1,"
            + "\"opened_by\":\"opening_event\",\"first_action\":\"start\",\"last_action\":\"start\","
            + "\"actions\":{\"start\":1}";
    PAssert.that(
            deliveries.apply(
                MapElements.into(strings()).via(text -> text.replaceFirst("[0-9a-f-]{36}", "ID"))))
        .containsInAnyOrder("stats a 0 " + line + "}", "stats a 2 " + line + ",\"revision\":2}");
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(RouteSessions.class, result), is(Map.of(RouteEvents.DELIVERIES, 2L)));
  }

  @Test
  void anEventWithoutAnIdIsNamedByAHashOfItsRecord() {
    EventId hashed = new EventId(false);
    String name = hashed.of(event("a 10:00 start"));
    assertThat(name.length(), is(64));
    assertThat(hashed.of(event("a 10:00 start")), is(name));
    assertThat(hashed.of(event("a 10:01 start")), is(not(name)));
    assertThat(new EventId(true).of(event("a 10:00 start")), is(json("a 10:00 start")));
  }
}
