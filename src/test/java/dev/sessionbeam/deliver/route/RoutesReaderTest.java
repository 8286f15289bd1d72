package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.Authentication.From;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Routes as people write them, and every setting. */
class RoutesReaderTest {
  private static final String EVERYTHING =
      """
      [{
        "destination_name": "hook",
        "destination_url": "https://example.com/events?v=1",
        "enabled_events": ["a", "b"],
        "condition": "data.amount > 10 && hour >= 0 && instant > timestamp(0)",
        "fields": ["data.user", "name", "\\"x.y\\""],
        "mode": "wait",
        "retry": {"attempts": 3, "initial_delay": "200ms", "max_delay": "1m30s"},
        "timeout": "5s",
        "max_in_flight": 16,
        "rate_limit": 12.5,
        "auth": {"header": "Authorization", "secrets_manager": "prod/hook"},
        "endpoint": "http://127.0.0.1:9324",
        "dead_letter": "arn:aws:sqs:eu-west-1:123456789012:dead-letters.fifo"
      }]
      """;

  private static Route only(String json) throws Exception {
    List<Route> routes = TestRoutes.read(json).all();
    assertThat(routes.size(), is(1));
    return routes.get(0);
  }

  private static Route with(String settings) throws Exception {
    return only(
        "[{\"destination_name\": \"d\", \"destination_url\": \"https://example.com/\", "
            + settings
            + "}]");
  }

  @Test
  void theRoutesThatPeopleHaveAreReadAsTheyAre() throws Exception {
    List<Route> routes = TestRoutes.read(TestRoutes.STORY).all();
    assertThat(
        routes.stream().map(Route::name).toList(), contains("crm", "email", "Analytics Warehouse"));
    Route crm = routes.get(0);
    assertThat(crm.arn(), is("arn:aws:lambda:eu-west-1:123456789012:function:crm-connector:prod"));
    assertThat(
        crm.actions(),
        is(
            Set.of(
                "user_signed_up",
                "user_updated",
                "subscription_started",
                "subscription_cancelled")));
    assertThat(
        routes.stream().flatMap(route -> route.actions().stream()).distinct().count(), is(9L));
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws Exception {
    Route route = TestRoutes.read(TestRoutes.to("d", "a")).all().get(0);
    Route usual = Route.to("d", null, URI.create("https://example.com/"));
    assertThat(route.source(), is(Source.EVENTS));
    assertThat(route.retry(), is(usual.retry()));
    assertThat(route.timeout(), is(usual.timeout()));
    assertThat(route.maxInFlight(), is(usual.maxInFlight()));
    assertThat(route.rateLimit(), is(0.0));
    assertThat(route.condition(), is(nullValue()));
    assertThat(route.fields(), is(nullValue()));
    assertThat(route.deadLetter(), is(nullValue()));
  }

  @Test
  void everySettingIsRead() throws Exception {
    Route route = only(EVERYTHING);
    assertThat(route.url(), is(URI.create("https://example.com/events?v=1")));
    assertThat(
        Objects.requireNonNull(route.condition()).text(),
        is("data.amount > 10 && hour >= 0 && instant > timestamp(0)"));
    assertThat(route.fields(), contains("data.user", "name", "\"x.y\""));
    assertThat(route.mode(), is("wait"));
    assertThat(
        route.retry(), is(new RetrySettings(3, Duration.ofMillis(200), Duration.ofSeconds(90))));
    assertThat(route.timeout(), is(Duration.ofSeconds(5)));
    assertThat(route.maxInFlight(), is(16));
    assertThat(route.rateLimit(), is(12.5));
    assertThat(
        route.auth(), is(new Authentication("Authorization", From.SECRETS_MANAGER, "prod/hook")));
    assertThat(route.endpoint(), is(URI.create("http://127.0.0.1:9324")));
    assertThat(route.deadLetter(), is("arn:aws:sqs:eu-west-1:123456789012:dead-letters.fifo"));
  }

  @Test
  void aStarStandsForAllEvents() throws Exception {
    assertThat(with("\"enabled_events\": [\"*\"]").actions(), is(empty()));
    assertThat(with("\"enabled_events\": \"*\"").actions(), is(empty()));
  }

  @Test
  void sessionsNeedNoNamesOfEvents() throws Exception {
    for (String events :
        List.of("", ", \"enabled_events\": [\"*\"]", ", \"enabled_events\": \"*\"")) {
      Route route =
          with(
              "\"source\": \"sessions\", \"condition\": \"event_count > 1 && actions.start > 0\""
                  + events);
      assertThat(route.source(), is(Source.SESSIONS));
      assertThat(route.actions(), is(empty()));
    }
  }

  @Test
  void oneDelayMovesTheOtherOneOnlyAsFarAsItMust() throws Exception {
    String all = "\"enabled_events\": \"*\", ";
    assertThat(
        with(all + "\"retry\": {\"initial_delay\": \"5m\"}").retry(),
        is(new RetrySettings(5, Duration.ofMinutes(5), Duration.ofMinutes(5))));
    assertThat(
        with(all + "\"retry\": {\"max_delay\": \"300ms\"}").retry(),
        is(new RetrySettings(5, Duration.ofMillis(300), Duration.ofMillis(300))));
    assertThat(
        with(all + "\"retry\": {\"max_delay\": \"5m\"}").retry(),
        is(new RetrySettings(5, Duration.ofSeconds(1), Duration.ofMinutes(5))));
  }

  @Test
  void aRateMayBeWrittenAsInOptions() throws Exception {
    assertThat(with("\"enabled_events\": \"*\", \"rate_limit\": \"50/s\"").rateLimit(), is(50.0));
  }

  @Test
  void theTimeInWhichOldDeliveriesMayComeIsThatOfLatenessAndRetries() throws Exception {
    Route route = with("\"enabled_events\": \"*\", \"ttl\": \"1h\"");
    assertThat(route.ttl(), is(Duration.ofHours(1)));
    // A day of lateness and a gap of 30 minutes; 5 attempts of 70 s, and 4 waits of 15 minutes.
    assertThat(route.settleTime(), is(Duration.ofMinutes(1470 + 60).plusSeconds(5 * 70)));
    assertThat(
        new RetrySettings(2, Duration.ofSeconds(1), Duration.ofHours(1))
            .longest(Duration.ofSeconds(3)),
        is(Duration.ofHours(1).plusSeconds(2 * 63)));
  }

  @Test
  void theVersionIsAHashOfTheBytes() throws Exception {
    Routes routes = TestRoutes.read(TestRoutes.STORY);
    assertThat(routes.version().matches("[0-9a-f]{12}"), is(true));
    assertThat(TestRoutes.read(TestRoutes.STORY).version(), is(routes.version()));
    assertThat(TestRoutes.read(TestRoutes.STORY + " ").version(), is(not(routes.version())));
  }

  @Test
  void aMarkOfTheByteOrderIsLeftOut() throws Exception {
    assertThat(only("\uFEFF" + TestRoutes.to("d", "a")).name(), is("d"));
  }

  /** They travel with the job. */
  @Test
  void routesAreSerializable() throws Exception {
    Routes routes = TestRoutes.read(EVERYTHING);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(routes);
      out.writeObject(TestRoutes.reader());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Routes copy = (Routes) in.readObject();
      assertThat(copy.version(), is(routes.version()));
      assertThat(copy.all().get(0).fields(), is(equalTo(routes.all().get(0).fields())));
      RoutesReader reader = (RoutesReader) in.readObject();
      List<String> names =
          reader.read(TestRoutes.bytes(TestRoutes.STORY), "x").all().stream()
              .map(Route::name)
              .toList();
      assertThat(names, hasItem("crm"));
    }
  }
}
