package dev.sessionbeam.deliver.connect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sessionbeam.deliver.route.InvalidRoutesException;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.RoutesReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the connectors on the class path say of routes. */
class RoutesCheckTest {
  private static Routes read(String arn, String more) throws InvalidRoutesException {
    String json =
        "[{\"destination_name\": \"d\", \"enabled_events\": \"*\", \"destination_arn\": \""
            + arn
            + "\""
            + more
            + "}]";
    return new RoutesReader(null, new RoutesCheck())
        .read(json.getBytes(StandardCharsets.UTF_8), "r");
  }

  private static List<String> faults(String arn, String more) {
    try {
      var unused = read(arn, more);
      return List.of();
    } catch (InvalidRoutesException e) {
      return e.faults().stream().map(InvalidRoutesException.Fault::toString).toList();
    }
  }

  @Test
  void aDestinationThatAConnectorServesIsRight() {
    assertThat(faults("arn:aws:nowhere:::x", ""), is(empty()));
  }

  @Test
  void anArnThatNoConnectorServesIsAFault() {
    assertThat(
        faults("arn:aws:states:eu-west-1:123456789012:stateMachine:s", ""),
        contains(
            allOf(
                startsWith(
                    "1: route 1 (d): destination_arn: no connector serves ARNs of states; there"
                        + " are: "),
                containsString("nowhere"))));
  }

  @Test
  void whatAConnectorRefusesIsAFaultOfTheRoute() {
    assertThat(
        faults("arn:aws:nowhere:::x", ", \"mode\": \"loud\""),
        contains("1: route 1 (d): mode: nowhere has no modes: remove it"));
  }

  @Test
  void aTtlIsForTablesOnly() {
    String ttl = ", \"ttl\": \"9d\"";
    assertThat(
        faults("arn:aws:sqs:eu-west-1:123456789012:q", ttl),
        contains(
            "1: route 1 (d): ttl: only the items of a DynamoDB table expire; it has no effect here,"
                + " remove the setting"));
    assertThat(
        faults("arn:aws:lambda:eu-west-1:123456789012:function:f", ttl),
        contains(containsString("ttl: only the items of a DynamoDB table expire")));
    assertThat(faults("arn:aws:dynamodb:eu-west-1:123456789012:table/t01", ttl), is(empty()));
  }
}
