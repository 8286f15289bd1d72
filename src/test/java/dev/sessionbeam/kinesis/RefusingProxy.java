package dev.sessionbeam.kinesis;

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
 * Stands before a Kinesis server and refuses parts of calls, as a shard does that has too much to
 * do; the rest goes through. While it is open, clients speak JSON to all servers.
 */
final class RefusingProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUSY =
      "{\"ErrorCode\":\"ProvisionedThroughputExceededException\",\"ErrorMessage\":\"busy\"}";

  /** Which of its records, by their place, a call loses; or that the call fails as a whole. */
  enum Answer {
    TAKE_ALL,
    REFUSE_ODD,
    REFUSE_ALL,
    FAIL;

    boolean refuses(int place) {
      return this == REFUSE_ALL || (this == REFUSE_ODD && place % 2 == 1);
    }
  }

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI behind;
  private final Iterator<Answer> answers;

  /**
   * @param answers to the calls, in turn; to all further ones TAKE_ALL
   */
  RefusingProxy(URI behind, List<Answer> answers) throws IOException {
    this.behind = behind;
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
    for (int place = 0; place < all.size(); place++) {
      if (!answer.refuses(place)) {
        passed.add(all.get(place));
      }
    }
    Iterator<JsonNode> taken = List.<JsonNode>of().iterator();
    if (!passed.isEmpty()) {
      call.set("Records", passed);
      taken =
          JSON.readTree(forward(exchange, JSON.writeValueAsBytes(call))).get("Records").iterator();
    }
    ArrayNode results = JSON.createArrayNode();
    for (int place = 0; place < all.size(); place++) {
      results.add(answer.refuses(place) ? JSON.readTree(BUSY) : taken.next());
    }
    ObjectNode response = JSON.createObjectNode();
    response.put("FailedRecordCount", all.size() - passed.size());
    response.set("Records", results);
    return JSON.writeValueAsBytes(response);
  }

  private byte[] forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind)
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
