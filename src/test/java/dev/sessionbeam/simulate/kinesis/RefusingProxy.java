package dev.sessionbeam.simulate.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * A proxy for a Kinesis server that rejects some records of a call, as a busy shard does. The
 * others pass. While it is open, clients of all servers use JSON.
 */
final class RefusingProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUSY =
      "{\"ErrorCode\":\"ProvisionedThroughputExceededException\",\"ErrorMessage\":\"busy\"}";

  /** Which records of a call are rejected, by their index, or that the whole call fails. */
  enum Answer {
    TAKE_ALL,
    REFUSE_ODD,
    REFUSE_ALL,
    FAIL;

    boolean refuses(int index) {
      return this == REFUSE_ALL || (this == REFUSE_ODD && index % 2 == 1);
    }
  }

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI upstream;
  private final Iterator<Answer> answers;

  /**
   * Starts a proxy.
   *
   * @param upstream the Kinesis server
   * @param answers the answers to the calls, in this order; all later calls get TAKE_ALL
   */
  RefusingProxy(URI upstream, List<Answer> answers) throws IOException {
    this.upstream = upstream;
    this.answers = answers.iterator();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (!target.endsWith(".PutRecords")) {
      reply(exchange, 200, forward(exchange, body));
      return;
    }
    Answer answer = answers.hasNext() ? answers.next() : Answer.TAKE_ALL;
    if (answer == Answer.FAIL) {
      reply(exchange, 500, "{\"__type\":\"InternalFailure\"}".getBytes(UTF_8));
      return;
    }
    reply(exchange, 200, put(exchange, (ObjectNode) JSON.readTree(body), answer));
  }

  private byte[] put(HttpExchange exchange, ObjectNode call, Answer answer) throws IOException {
    ArrayNode all = (ArrayNode) call.get("Records");
    ArrayNode passed = JSON.createArrayNode();
    for (int index = 0; index < all.size(); index++) {
      if (!answer.refuses(index)) {
        passed.add(all.get(index));
      }
    }
    Iterator<JsonNode> taken = List.<JsonNode>of().iterator();
    if (!passed.isEmpty()) {
      call.set("Records", passed);
      taken =
          JSON.readTree(forward(exchange, JSON.writeValueAsBytes(call))).get("Records").iterator();
    }
    ArrayNode results = JSON.createArrayNode();
    for (int index = 0; index < all.size(); index++) {
      results.add(answer.refuses(index) ? JSON.readTree(BUSY) : taken.next());
    }
    ObjectNode response = JSON.createObjectNode();
    response.put("FailedRecordCount", all.size() - passed.size());
    response.set("Records", results);
    return JSON.writeValueAsBytes(response);
  }

  private byte[] forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upstream)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : List.of("X-Amz-Target", "Content-Type", "Authorization", "X-Amz-Date")) {
      request.header(header, exchange.getRequestHeaders().getFirst(header));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    server.stop(0);
  }
}
