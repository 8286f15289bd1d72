package dev.sessionbeam.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends requests to a Flink cluster, and returns its JSON, by Flink's <a
 * href="https://nightlies.apache.org/flink/flink-docs-release-1.19/docs/ops/rest_api/">REST
 * API</a>.
 */
public final class FlinkRest {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final URI root;

  /**
   * Creates a client.
   *
   * @param root the root of the cluster's REST API, with a slash at its end
   */
  public FlinkRest(URI root) {
    this.root = root;
  }

  /**
   * Returns the answer to a GET.
   *
   * @param path starts with a slash
   * @throws IOException with a message for the user, within 20 s, if there is no such answer
   */
  public JsonNode get(String path) throws IOException {
    return json(send(path, BodyHandlers.ofByteArray()));
  }

  /**
   * Returns the answer to a GET; empty if the cluster answers that it has nothing there.
   *
   * @param path starts with a slash
   * @throws IOException as {@link #get} does
   */
  public Optional<JsonNode> find(String path) throws IOException {
    HttpResponse<byte[]> response = answer(path, BodyHandlers.ofByteArray());
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(json(body(path, response)));
  }

  /**
   * Returns the answer to a POST of JSON.
   *
   * @param path starts with a slash
   * @throws IOException as {@link #get} does; if the cluster refuses, with the reason that it gives
   */
  public JsonNode post(String path, JsonNode body) throws IOException {
    HttpResponse<byte[]> response =
        answer(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build(),
            BodyHandlers.ofByteArray());
    int status = response.statusCode();
    JsonNode answer = json(response.body());
    if (status != OK && status != ACCEPTED) {
      String error = answer.path("errors").path(0).asText("status " + status);
      throw new IOException(root + " refuses it: " + error.lines().findFirst().orElse(""));
    }
    return answer;
  }

  private JsonNode json(byte[] answer) throws IOException {
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IOException(root + " is not a Flink cluster: it does not answer in JSON", e);
    }
  }

  /**
   * Returns the lines of a text file, such as a log. Close the stream.
   *
   * @param path starts with a slash
   * @throws IOException as {@link #get} does
   */
  public Stream<String> lines(String path) throws IOException {
    return send(path, BodyHandlers.ofLines());
  }

  private <T> T send(String path, BodyHandler<T> body) throws IOException {
    return body(path, answer(path, body));
  }

  private <T> T body(String path, HttpResponse<T> response) throws IOException {
    if (response.statusCode() != OK) {
      throw new IOException(root + " answers " + path + " with status " + response.statusCode());
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).timeout(ANSWER);
  }

  private <T> HttpResponse<T> answer(String path, BodyHandler<T> body) throws IOException {
    return answer(request(path).build(), body);
  }

  private <T> HttpResponse<T> answer(HttpRequest request, BodyHandler<T> body) throws IOException {
    try {
      return client.send(request, body);
    } catch (HttpTimeoutException e) {
      throw new IOException(root + " does not answer in time", e);
    } catch (ConnectException e) {
      // Java's own message is null if the host has no address.
      throw new IOException(root + " cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
