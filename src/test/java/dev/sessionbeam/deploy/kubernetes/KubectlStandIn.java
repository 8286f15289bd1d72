package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Does what kubectl does of the calls that the program makes, and answers in its words. */
final class KubectlStandIn {
  private final ApiServer server;
  private final Runnable pause;

  /**
   * Creates it.
   *
   * @param pause waits until something may have changed
   */
  KubectlStandIn(ApiServer server, Runnable pause) {
    this.server = server;
    this.pause = pause;
  }

  Answer run(List<String> arguments, @Nullable String input) throws IOException {
    String namespace = option(arguments, "--namespace=").orElse("default");
    List<String> words = arguments.stream().filter(it -> !it.startsWith("-")).toList();
    try {
      return switch (words.get(0)) {
        case "version" -> ok("Client Version: v1.32.4\nKustomize Version: v5.5.0\n");
        case "config" -> ok("stand-in\n");
        case "api-resources" -> ok("flinkdeployments.flink.apache.org\n");
        case "auth" -> ok("yes\n");
        case "get" -> get(arguments, words, namespace);
        case "create" -> create(words, namespace, input);
        case "replace" -> replace(namespace, input);
        case "patch" -> patch(arguments, words, namespace);
        case "delete" -> delete(arguments, words, namespace);
        default -> failed("error: unknown command " + words.get(0));
      };
    } catch (ApiServer.RefusedException e) {
      String reason =
          e.status() != 409
              ? "BadRequest"
              : String.valueOf(e.getMessage()).contains("already exists")
                  ? "AlreadyExists"
                  : "Conflict";
      return failed(
          "Error from server (" + reason + "): " + String.valueOf(e.getMessage()).strip());
    }
  }

  private Answer get(List<String> arguments, List<String> words, String namespace)
      throws IOException {
    if (arguments.contains("--raw")) {
      return failed("Error from server (NotFound): the server could not find the resource");
    }
    if (words.size() == 2) {
      String selector = option(arguments, "--selector=").orElseThrow();
      return ok(
          server.list(ApiServer.path(words.get(1), namespace, ""), selector).stream()
              .map(item -> words.get(1) + "/" + item.at("/metadata/name").asText() + "\n")
              .collect(Collectors.joining()));
    }
    // With --ignore-not-found.
    return ok(
        server
            .get(ApiServer.path(words.get(1), namespace, words.get(2)))
            .map(JsonNode::toString)
            .orElse(""));
  }

  private Answer create(List<String> words, String namespace, @Nullable String input)
      throws IOException {
    if (words.size() == 3) {
      JsonNode object =
          Json.read(
              "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'%s'}}"
                  .replace('\'', '"')
                  .replace("%s", words.get(2)),
              "");
      return ok(server.post(ApiServer.path("namespaces", "", ""), object).toString());
    }
    JsonNode object = Json.read(String.valueOf(input), "the input");
    return ok(
        server
            .post(ApiServer.path(object.path("kind").asText(), namespace, ""), object)
            .toString());
  }

  private Answer replace(String namespace, @Nullable String input) throws IOException {
    JsonNode object = Json.read(String.valueOf(input), "the input");
    String name = object.at("/metadata/name").asText();
    return ok(
        server
            .put(ApiServer.path(object.path("kind").asText(), namespace, name), object)
            .toString());
  }

  private Answer patch(List<String> arguments, List<String> words, String namespace)
      throws IOException {
    JsonNode fields = Json.read(option(arguments, "--patch=").orElseThrow(), "--patch");
    return server
        .patch(ApiServer.path(words.get(1), namespace, words.get(2)), fields)
        .map(patched -> ok(patched.toString()))
        .orElseGet(() -> failed("Error from server (NotFound): " + words.get(2) + " not found"));
  }

  private Answer delete(List<String> arguments, List<String> words, String namespace)
      throws IOException {
    Optional<String> selector = option(arguments, "--selector=");
    if (selector.isPresent()) {
      return ok("No resources found\n");
    }
    String path = ApiServer.path(words.get(1), namespace, words.get(2));
    server.delete(path);
    // With --wait.
    while (server.get(path).isPresent()) {
      pause.run();
    }
    return ok(words.get(2) + " deleted\n");
  }

  private static Optional<String> option(List<String> arguments, String name) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name))
        .map(argument -> argument.substring(name.length()))
        .findFirst();
  }

  private static Answer ok(String out) {
    return new Answer(0, out, "");
  }

  private static Answer failed(String err) {
    return new Answer(1, "", err + "\n");
  }
}
