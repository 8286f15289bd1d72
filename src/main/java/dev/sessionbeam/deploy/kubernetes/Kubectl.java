package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and changes objects of one namespace by kubectl. */
final class Kubectl {
  static final String TOOL = "kubectl";

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String NO_LONGER = "--request-timeout=30s";
  private static final String AS_JSON = "--output=json";

  private final Tools tools;
  private final String namespace;
  private final @Nullable String context;

  /**
   * Creates it.
   *
   * @param context the context of kubectl's configuration; null for the current one
   */
  Kubectl(Tools tools, String namespace, @Nullable String context) {
    this.tools = tools;
    this.namespace = namespace;
    this.context = context;
  }

  String namespace() {
    return namespace;
  }

  /** The name of the context that is used. */
  String context() throws IOException {
    return context == null
        ? tools.out(new Call(TOOL, List.of("config", "current-context"), null, TIMEOUT)).strip()
        : context;
  }

  /** Returns an object; empty if there is none, or no such namespace. */
  Optional<JsonNode> get(String type, String name) throws IOException {
    String out = out(null, "get", type, name, "--ignore-not-found", AS_JSON, NO_LONGER);
    return out.isBlank() ? Optional.empty() : Optional.of(Json.read(out, "kubectl get " + type));
  }

  /** Returns the names of all objects that have a label. */
  List<String> names(String type, String selector) throws IOException {
    return out(null, "get", type, "--selector=" + selector, "--output=name", NO_LONGER)
        .lines()
        .map(line -> line.substring(line.indexOf('/') + 1).strip())
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /**
   * Creates an object.
   *
   * @return the object as it is in the cluster
   * @throws ToolException {@link ToolException#isExisting} if it exists
   */
  JsonNode create(JsonNode object) throws IOException {
    return Json.read(
        out(object.toString(), "create", "--filename=-", AS_JSON, NO_LONGER), "kubectl create");
  }

  /**
   * Replaces an object as a whole, if it still has the resource version of the given one.
   *
   * @return the object as it is in the cluster
   * @throws ToolException {@link ToolException#isConflict} if somebody else has changed it
   */
  JsonNode replace(JsonNode object) throws IOException {
    return Json.read(
        out(object.toString(), "replace", "--filename=-", AS_JSON, NO_LONGER), "kubectl replace");
  }

  /**
   * Changes some fields of an object. With {@code metadata.resourceVersion} among them, only if it
   * still has that version.
   *
   * @return the object as it is in the cluster
   */
  JsonNode patch(String type, String name, JsonNode fields) throws IOException {
    return Json.read(
        out(null, "patch", type, name, "--type=merge", "--patch=" + fields, AS_JSON, NO_LONGER),
        "kubectl patch");
  }

  /** Deletes an object if there is one, and waits until it is gone. */
  void delete(String type, String name, Duration timeout) throws IOException {
    tools.out(
        call(
            null,
            timeout.plus(TIMEOUT),
            "delete",
            type,
            name,
            "--ignore-not-found",
            "--wait=true",
            "--timeout=" + timeout.toSeconds() + "s"));
  }

  /** Deletes all objects that have a label. */
  void deleteAll(String type, String selector) throws IOException {
    out(null, "delete", type, "--selector=" + selector, "--ignore-not-found", NO_LONGER);
  }

  /** Creates the namespace unless it is there. */
  void createNamespace() throws IOException {
    if (get("namespace", namespace).isPresent()) {
      return;
    }
    try {
      out(null, "create", "namespace", namespace, NO_LONGER);
    } catch (ToolException e) {
      if (!e.isExisting()) {
        throw e;
      }
    }
  }

  /** Whether the cluster knows a type of objects, such as {@code pods} or {@code a.example.com}. */
  boolean knows(String group, String type) throws IOException {
    return out(null, "api-resources", "--api-group=" + group, "--output=name", NO_LONGER)
        .lines()
        .anyMatch(line -> line.strip().equals(type));
  }

  /** Whether the user may do something, such as {@code create} and {@code configmaps}. */
  boolean may(String verb, String type) throws IOException {
    Call call = call(null, TIMEOUT, "auth", "can-i", verb, type, NO_LONGER);
    Answer answer = tools.run(call);
    if (answer.out().strip().startsWith("no")) {
      return false;
    }
    if (answer.status() != 0) {
      throw ToolException.of(call, answer);
    }
    return true;
  }

  /** Returns what a path of the cluster's API answers. */
  JsonNode raw(String path) throws IOException {
    return Json.read(out(null, "get", "--raw", path, "--request-timeout=5s"), "kubectl get --raw");
  }

  private String out(@Nullable String input, String... arguments) throws IOException {
    return tools.out(call(input, TIMEOUT, arguments));
  }

  private Call call(@Nullable String input, Duration timeout, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--namespace=" + namespace);
    if (context != null) {
      all.add("--context=" + context);
    }
    return new Call(TOOL, all, input, timeout);
  }
}
