package dev.sessionbeam.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A role of a template, and the file of its calls. */
enum Role {
  PIPELINE,
  COLLECTOR,
  SENDER,
  READER,
  DEPLOYER;

  private static final Map<String, String> EVERYTHING =
      Map.of(
          "FanOut",
          "yes",
          "KeyArn",
          "arn:aws:kms:eu-central-1:123456789012:key/1234abcd",
          "Encryption",
          "key");

  /** Projects and stages whose names resemble {@code demo} and {@code dev}. */
  private static final List<List<String>> OTHERS =
      List.of(
          List.of("demo", "prod"),
          List.of("demo", "dev2"),
          List.of("demo2", "dev"),
          List.of("dem", "dev"));

  /** The name of the file of calls, and the last part of the role's name. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String resource() {
    return name().charAt(0) + label().substring(1) + "Role";
  }

  private List<JsonNode> statements() throws IOException {
    Template template = Template.read(this == DEPLOYER ? "deployer.yaml" : "stage.yaml");
    return Stack.of(template, "demo", "dev", EVERYTHING).statements(resource());
  }

  /** The policy of this role in the stage {@code dev} of the project {@code demo}. */
  Policy policy() throws IOException {
    return Policy.of(statements());
  }

  /** The same policy as a document of IAM. */
  JsonNode document() throws IOException {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
    document.putArray("Statement").addAll(statements());
    return document;
  }

  /** What this role must be allowed to do in its stage. */
  ExpectedCalls calls() throws IOException {
    return ExpectedCalls.read(label(), "demo", "dev");
  }

  /**
   * The same calls on the resources of other stages. Calls without such a resource are left out.
   */
  Set<Permission> callsOfOtherStages() throws IOException {
    Set<Permission> calls = new TreeSet<>();
    for (List<String> other : OTHERS) {
      calls.addAll(ExpectedCalls.read(label(), other.get(0), other.get(1)).all());
    }
    calls.removeAll(calls().all());
    return calls;
  }

  static Stream<Role> ofPrograms() {
    return Arrays.stream(values()).filter(role -> role != DEPLOYER);
  }
}
