package dev.sessionbeam.aws;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Asks iam-simulate, which has the list of all actions of AWS with their resources and condition
 * keys, and requires that {@link Policy} gives the same answers. It needs Node; {@link
 * RolePoliciesTest} needs nothing.
 */
class PolicySimulationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What iam-simulate does not accept, each with its reason. */
  private static final Map<String, String> NOT_ASKED =
      Map.of(
          "kinesis:UpdateShardCount",
              "its list has no resource for this action; the documentation of Kinesis has the stream",
          "kinesis:UpdateStreamMode", "the same");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void anotherEvaluatorGivesTheSameAnswers(Role role) throws Exception {
    Set<Permission> asked = new TreeSet<>(role.calls().all());
    asked.addAll(role.callsOfOtherStages());
    for (Permission call : role.calls().all()) {
      asked.add(new Permission(call.action(), call.resource()));
    }
    asked.removeIf(call -> NOT_ASKED.containsKey(call.action()));
    List<Permission> calls = List.copyOf(asked);
    assertThat(calls.size(), is(greaterThan(3)));

    Policy policy = role.policy();
    ArrayNode requests = JSON.createArrayNode();
    JsonNode document = role.document();
    calls.forEach(call -> requests.add(request(document, call)));
    JsonNode answers = JSON.readTree(NodeScript.run(folder, "simulate.mjs", requests.toString()));

    List<String> different = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      String answer = answers.path(i).asText();
      String ours = policy.allows(calls.get(i)) ? "Allowed" : "ImplicitlyDenied";
      if (!answer.equals(ours)) {
        different.add(calls.get(i) + ": " + answer + ", and ours: " + ours);
      }
    }
    assertThat(different, is(empty()));
  }

  private static ObjectNode request(JsonNode policy, Permission call) {
    ObjectNode request = JSON.createObjectNode();
    request.set("policy", policy);
    request.put("action", call.action());
    request.put("resource", call.resource().replaceFirst("/\\*$", "/any"));
    ObjectNode context = request.putObject("context");
    new TreeMap<>(call.context())
        .forEach(
            (key, value) -> {
              if (key.equals("aws:CalledVia")) {
                context.putArray(key).add(value);
              } else {
                context.put(key, value);
              }
            });
    return request;
  }
}
