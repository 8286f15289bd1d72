package dev.sessionbeam.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Turns GET requests to a Flink cluster into JSON, by Flink's <a
 * href="https://nightlies.apache.org/flink/flink-docs-release-1.19/docs/ops/rest_api/">REST
 * API</a>.
 */
final class FlinkRest {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final URI root;

  FlinkRest(URI root) {
    this.root = root;
  }

  /**
   * Returns the answer to a GET.
   *
   * @param path starts with a slash
   * @throws IOException with a message for the user, within 20 s, if there is no such answer
   */
  JsonNode get(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).timeout(ANSWER).build();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != OK) {
        throw new IOException(root + " answers " + path + " with status " + response.statusCode());
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IOException(root + " is not a Flink cluster: it does not answer in JSON", e);
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
