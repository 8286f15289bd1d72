package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API of a Kubernetes server, for those who stand in for its clients. */
final class ApiServer {
  /** An answer that is not 2xx, and not 404. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String body) {
      super(body);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String root;

  ApiServer(String root) {
    this.root = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  /** The path of an object, or of all objects of a type if the name is empty. */
  static String path(String type, String namespace, String name) {
    String end = name.isEmpty() ? "" : "/" + name;
    return switch (type) {
      case "namespace", "namespaces" -> "/api/v1/namespaces" + end;
      case "configmap", "configmaps", "ConfigMap" ->
          "/api/v1/namespaces/" + namespace + "/configmaps" + end;
      case "pods", "secrets" -> "/api/v1/namespaces/" + namespace + "/" + type + end;
      case "flinkdeployments.flink.apache.org", "FlinkDeployment" ->
          "/apis/flink.apache.org/v1beta1/namespaces/" + namespace + "/flinkdeployments" + end;
      default -> throw new AssertionError("a type that is not known: " + type);
    };
  }

  Optional<ObjectNode> get(String path) throws IOException {
    return send("GET", path, null, "application/json").map(ObjectNode.class::cast);
  }

  List<JsonNode> list(String path, @Nullable String selector) throws IOException {
    String query =
        selector == null
            ? ""
            : "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    List<JsonNode> items = new ArrayList<>();
    send("GET", path + query, null, "application/json")
        .ifPresent(found -> found.path("items").forEach(items::add));
    return items;
  }

  JsonNode post(String path, JsonNode object) throws IOException {
    return send("POST", path, object, "application/json").orElseThrow();
  }

  JsonNode put(String path, JsonNode object) throws IOException {
    return send("PUT", path, object, "application/json").orElseGet(Json::object);
  }

  Optional<JsonNode> patch(String path, JsonNode fields) throws IOException {
    return send("PATCH", path, fields, "application/merge-patch+json");
  }

  void delete(String path) throws IOException {
    send("DELETE", path, null, "application/json");
  }

  private Optional<JsonNode> send(
      String method, String path, @Nullable JsonNode body, String contentType) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path))
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .header("Content-Type", contentType)
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() == 404) {
        return Optional.empty();
      }
      if (response.statusCode() / 100 != 2) {
        throw new RefusedException(response.statusCode(), response.body());
      }
      return Optional.of(
          response.body().isBlank() ? Json.object() : Json.read(response.body(), path));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }
}
