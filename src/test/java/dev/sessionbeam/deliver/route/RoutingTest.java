package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which destinations an event or a session goes to, and what is sent there. */
class RoutingTest {
  private static final long NOON = 43_200_000;
  private static final String NOT_JSON = "this is never parsed";

  private static Routing routing(String json) throws Exception {
    return new Routing(TestRoutes.read(json));
  }

  /** Routes to the destinations d0, d1 and so on, with these settings. */
  private static Routing with(String... settings) throws Exception {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < settings.length; i++) {
      json.append("{\"destination_name\": \"d")
          .append(i)
          .append("\", \"destination_url\": \"https://example.com/\", ")
          .append(settings[i])
          .append("},");
    }
    return routing(json.append("]").toString());
  }

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names(List<Routing.Choice> choices) {
    return choices.stream().map(choice -> choice.route().name()).toList();
  }

  private static List<String> bodies(List<Routing.Choice> choices) {
    return choices.stream()
        .map(choice -> new String(choice.body(), StandardCharsets.UTF_8))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "user_signed_up, crm email Analytics Warehouse",
    "user_updated, crm",
    "subscription_started, crm",
    "subscription_cancelled, crm",
    "cart_abandoned, email Analytics Warehouse",
    "order_placed, email Analytics Warehouse",
    "order_shipped, email",
    "page_viewed, Analytics Warehouse",
    "search, Analytics Warehouse",
  })
  void anEventGoesToExactlyTheDestinationsThatListIt(String action, String destinations)
      throws Exception {
    Routing routing = routing(TestRoutes.STORY);
    assertThat(
        String.join(" ", names(routing.ofEvent(action, bytes(NOT_JSON), NOON))), is(destinations));
    assertThat(routing.lists(action), is(true));
  }

  @ParameterizedTest
  @CsvSource({"page_closed", "User_Signed_Up", "''", "'search '", "*"})
  void anEventThatNoRouteListsGoesNowhere(String action) throws Exception {
    Routing routing = routing(TestRoutes.STORY);
    assertThat(routing.ofEvent(action, bytes(NOT_JSON), NOON), is(empty()));
    assertThat(routing.lists(action), is(false));
    assertThat(routing.ofSession(bytes(NOT_JSON)), is(empty()));
    assertThat(routing.hasSessions(), is(false));
  }

  @Test
  void theLineIsSentAsItIsAndNotParsed() throws Exception {
    byte[] line = bytes(NOT_JSON);
    List<Routing.Choice> choices = routing(TestRoutes.STORY).ofEvent("search", line, NOON);
    assertThat(choices.get(0).body(), is(sameInstance(line)));
  }

  @Test
  void aStarTakesEveryEventBesideTheNamesOfOtherRoutes() throws Exception {
    Routing routing =
        with(
            "\"enabled_events\": [\"a\"]",
            "\"enabled_events\": \"*\"",
            "\"enabled_events\": [\"a\", \"b\"]");
    assertThat(names(routing.ofEvent("a", bytes("{}"), NOON)), contains("d0", "d1", "d2"));
    assertThat(names(routing.ofEvent("b", bytes("{}"), NOON)), contains("d1", "d2"));
    assertThat(names(routing.ofEvent("c", bytes("{}"), NOON)), contains("d1"));
  }

  @Test
  void aConditionSeesTheFieldsAndTheInstantOfTheEvent() throws Exception {
    Routing routing =
        with(
            "\"enabled_events\": \"*\", \"condition\": \"data.amount > 10\"",
            "\"enabled_events\": \"*\", \"condition\": \"instant.getHours() == 12\"",
            "\"enabled_events\": \"*\", \"condition\": \"hour == 7\"");
    byte[] line = bytes("{\"name\":\"a\",\"data\":{\"amount\":11},\"hour\":7}");
    assertThat(names(routing.ofEvent("a", line, NOON)), contains("d0", "d1", "d2"));
    assertThat(names(routing.ofEvent("a", line, 0)), contains("d0", "d2"));
    assertThat(
        names(routing.ofEvent("a", bytes("{\"data\":{\"amount\":9},\"hour\":8}"), NOON)),
        contains("d1"));
  }

  @Test
  void aConditionThatCannotBeComputedDoesNotHold() throws Exception {
    Routing routing = with("\"enabled_events\": \"*\", \"condition\": \"data.amount > 10\"");
    for (String line : List.of("{}", "{\"data\":5}", "{\"data\":{\"amount\":\"x\"}}")) {
      assertThat(routing.ofEvent("a", bytes(line), NOON), is(empty()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "b", "a"                | {"b":2.50,"a":"\\u00e9"}
          "a", "none"             | {"a":"\\u00e9"}
          "none"                  | {}
          "data.user"             | {"data":{"user":{"id":1}}}
          "data.x", "a", "data.y" | {"data":{"x":null,"y":[1, 2]},"a":"\\u00e9"}
          "data.x.z", "a.b"       | {}
          "\\"c.d\\""             | {"c.d":true}
          "data"                  | {"data":{"user":{"id":1}, "x":null, "y":[1, 2]}}
          """)
  void onlyTheFieldsAreSentInTheirOrderAndAsWritten(String fields, String body) throws Exception {
    byte[] line =
        bytes(
            "{\"a\":\"\\u00e9\",\"b\":2.50,\"c.d\":true,\"data\":{\"user\":{\"id\":1}, \"x\":null,"
                + " \"y\":[1, 2]}}");
    Routing routing = with("\"enabled_events\": [\"a\"], \"fields\": [" + fields + "]");
    assertThat(bodies(routing.ofEvent("a", line, NOON)), contains(body));
  }

  @Test
  void sessionsGoToTheRoutesOfSessionsOnly() throws Exception {
    Routing routing =
        with(
            "\"enabled_events\": \"*\"",
            "\"source\": \"sessions\"",
            "\"source\": \"sessions\", \"condition\": \"event_count >= 2 && machine == 'm'\"",
            "\"source\": \"sessions\", \"fields\": [\"session_id\", \"revision\"]");
    String line = "{\"session_id\":\"s\",\"machine\":\"m\",\"event_count\":2,\"revision\":1}";
    assertThat(routing.hasSessions(), is(true));
    assertThat(
        bodies(routing.ofSession(bytes(line))),
        contains(line, line, "{\"session_id\":\"s\",\"revision\":1}"));
    assertThat(
        names(routing.ofSession(bytes("{\"event_count\":1,\"machine\":\"m\"}"))),
        contains("d1", "d3"));
    assertThat(names(routing.ofEvent("a", bytes("{}"), NOON)), contains("d0"));
  }
}
