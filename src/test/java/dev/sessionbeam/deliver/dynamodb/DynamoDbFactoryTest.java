package dev.sessionbeam.deliver.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.deliver.connect.Connectors;
import dev.sessionbeam.deliver.connect.DestinationProbes;
import dev.sessionbeam.deliver.connect.ProbeResult;
import dev.sessionbeam.deliver.connect.RoutesCheck;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.InvalidRoutesException;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.RouteScopes;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.RoutesReader;
import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What is said of a route to a table before a run: by its settings, and by the table itself. */
class DynamoDbFactoryTest {
  private static final String ARN = DynamoDbPeer.arn("sessions");

  private static DynamoDbPeer peer;

  @BeforeAll
  static void start() {
    peer = DynamoDbPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private static Route route(String arn, Source source) {
    return Tables.route(arn, peer.endpoint(), source, null);
  }

  private static ProbeResult probe(String table, Source source) {
    return Connectors.of(route(DynamoDbPeer.arn(table), source))
        .orElseThrow()
        .probe(route(DynamoDbPeer.arn(table), source));
  }

  private static void create(CreateTableRequest.Builder request) {
    peer.create(request.build());
  }

  @Test
  void anArnThatIsNotOfATableIsAFault() {
    List<String> faults =
        new RoutesCheck()
            .faults(route("arn:aws:dynamodb:eu-west-1:1:table/t/index/by_start", Source.EVENTS));
    assertThat(
        faults,
        contains(
            "destination_arn: 'arn:aws:dynamodb:eu-west-1:1:table/t/index/by_start' is not of a"
                + " table; write it like "
                + TableAddress.EXAMPLE));
  }

  private static List<String> faultsOfSessions(String settings) throws Exception {
    String json =
        "[{\"destination_name\": \"hot\", \"source\": \"sessions\", \"destination_arn\": \""
            + ARN
            + "\", "
            + settings
            + "}]";
    RouteScopes scopes = RouteScopes.of(DefinitionReader.read(Path.of("pipelines/nitro.yaml")));
    try {
      var unused =
          new RoutesReader(scopes, new RoutesCheck())
              .read(json.getBytes(StandardCharsets.UTF_8), "routes.json");
      return List.of();
    } catch (InvalidRoutesException e) {
      return e.faults().stream().map(InvalidRoutesException.Fault::message).toList();
    }
  }

  @Test
  void whatWouldMakeATableOfSessionsWrongIsAFault() throws Exception {
    assertThat(
        faultsOfSessions("\"condition\": \"event_count > 3\", \"mode\": \"wait\""),
        contains(
            "mode: a table has no modes; remove the setting",
            "condition: a later revision of a session may not meet it, and the table would keep the"
                + " former one; remove the setting, and filter when you read the table"));
    assertThat(
        faultsOfSessions("\"ttl\": \"90d\", \"fields\": [\"session_id\"]"),
        contains(
            "fields: a table of sessions needs 'replaces'; add it to the list",
            "fields: a table of sessions needs 'session_start'; add it to the list",
            "fields: a table of sessions needs 'session_end'; add it to the list"));
    assertThat(faultsOfSessions("\"fields\": [\"replaces\", \"session_start\"]"), is(empty()));
  }

  @Test
  void atAwsATableIsNamedByItsArnAndElsewhereByItsName() {
    Route atAws = Tables.route(ARN, null, Source.EVENTS, null);
    assertThat(TableAddress.of(atAws).orElseThrow().id(), is(ARN));
    Route elsewhere = Tables.route(ARN, URI.create("http://127.0.0.1:1"), Source.EVENTS, null);
    assertThat(TableAddress.of(elsewhere).orElseThrow().id(), is("sessions"));
  }

  @Test
  void tablesThatAreAsThePageSaysHaveNoFaults() {
    peer.createSessions("as-it-must-be");
    peer.createEvents("as-it-must-be-too");
    assertThat(probe("as-it-must-be", Source.SESSIONS), is(ProbeResult.NOTHING_FOUND));
    assertThat(probe("as-it-must-be-too", Source.EVENTS), is(ProbeResult.NOTHING_FOUND));
  }

  @Test
  void aTableThatIsMissingIsAFault() {
    assertThat(
        probe("missing", Source.EVENTS),
        is(
            ProbeResult.ofFaults(
                List.of(
                    "there is no table missing in eu-west-1: create it as docs/hot-tier.md says, or"
                        + " correct destination_arn"))));
  }

  @Test
  void aTableForTheOtherSourceIsAFault() {
    peer.createEvents("of-events");
    assertThat(
        probe("of-events", Source.SESSIONS).faults(),
        contains(
            startsWith(
                "the table of-events has the key (machine, event); a table of sessions needs"
                    + " (machine, session_id).")));
  }

  @Test
  void keysThatAreNotTextsAreFaults() {
    create(
        DynamoDbPeer.table("of-numbers", "machine", "session_id")
            .attributeDefinitions(
                DynamoDbPeer.attribute("machine", ScalarAttributeType.N),
                DynamoDbPeer.attribute("session_id", ScalarAttributeType.S),
                DynamoDbPeer.attribute("session_start", ScalarAttributeType.N))
            .localSecondaryIndexes(DynamoDbPeer.index("machine", "session_start")));
    assertThat(
        probe("of-numbers", Source.SESSIONS).faults(),
        contains(
            startsWith("the key machine of the table of-numbers has the type N; it must be S"),
            startsWith("the key session_start of the table of-numbers has the type N;")));
  }

  @Test
  void aTableWithoutTheIndexIsAFault() {
    create(
        DynamoDbPeer.table("without-index", "machine", "session_id")
            .attributeDefinitions(DynamoDbPeer.texts("machine", "session_id")));
    assertThat(
        probe("without-index", Source.SESSIONS).faults(),
        contains(startsWith("the table without-index has no local index by_start; it needs one")));
  }

  @Test
  void anIndexWithAnotherKeyIsAFault() {
    create(
        DynamoDbPeer.table("other-index", "machine", "session_id")
            .attributeDefinitions(DynamoDbPeer.texts("machine", "session_id", "session_end"))
            .localSecondaryIndexes(DynamoDbPeer.index("machine", "session_end")));
    assertThat(
        probe("other-index", Source.SESSIONS).faults(),
        contains(containsString("a local index by_start with the key (machine, session_end);")));
  }

  @Test
  void whoMayNotAskForTheKeysIsWarned() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", HttpBehavior.awsError(400, "AccessDeniedException", "no right"));
      ProbeResult found = probe(http.endpoint());
      assertThat(found.faults(), is(empty()));
      assertThat(
          found.warnings(),
          contains(
              "--routes: hot: the keys of the table sessions in eu-west-1 are not checked, because"
                  + " it did not say what they are (status 400 AccessDeniedException: no right)"));
    }
  }

  @Test
  void aServiceThatThrottlesOrIsOutOfReachIsAWarning() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", HttpBehavior.awsError(400, "ThrottlingException", "slowly"));
      assertThat(probe(http.endpoint()).warnings(), contains(containsString("Throttling")));
    }
    URI nowhere = HttpPeer.nowhere();
    ProbeResult found = probe(URI.create("http://127.0.0.1:" + nowhere.getPort()));
    assertThat(found.faults(), is(empty()));
    assertThat(found.warnings(), contains(containsString("the call failed")));
  }

  private static ProbeResult probe(URI endpoint) {
    return DestinationProbes.of(
        new Routes("v1", List.of(Tables.route(ARN, endpoint, Source.EVENTS, null))));
  }

  @Test
  void allRoutesAreAskedAndTheirFaultsHaveTheirNames() {
    ProbeResult found =
        DestinationProbes.of(
            new Routes(
                "v1",
                List.of(
                    Route.to("web", null, URI.create("https://example.com")),
                    route(DynamoDbPeer.arn("gone-1"), Source.EVENTS),
                    route(DynamoDbPeer.arn("gone-2"), Source.SESSIONS))));
    assertThat(
        found.faults(),
        contains(
            startsWith("--routes: hot: there is no table gone-1 in eu-west-1"),
            startsWith("--routes: hot: there is no table gone-2 in eu-west-1")));
  }
}
