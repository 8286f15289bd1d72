package dev.sessionbeam.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Lets a test in another program read a stream of one shard, and cut it off from the collector:
 *
 * <ul>
 *   <li>{@code /records?from=N} has the records from a number on, as a JSON array;
 *   <li>{@code /cut-off} and {@code /mend} end the connections to the stream, and permit new ones.
 * </ul>
 */
final class StreamControl implements AutoCloseable {
  private static final String FROM = "from=";

  private final HttpServer server;
  private final KinesisClient client;
  private final Cable cable;
  private final List<String> texts = new ArrayList<>();
  private String next;

  private StreamControl(HttpServer server, KinesisClient client, Cable cable, String next) {
    this.server = server;
    this.client = client;
    this.cable = cable;
    this.next = next;
  }

  /**
   * Starts it.
   *
   * @param cable from the collector to the server of Kinesis
   */
  static StreamControl start(KinesisPeer kinesis, String stream, Cable cable) throws IOException {
    String shard = kinesis.shards(stream).get(0).shardId();
    String first =
        kinesis
            .client()
            .getShardIterator(
                request ->
                    request
                        .streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StreamControl control = new StreamControl(server, kinesis.client(), cable, first);
    server.createContext("/", control::answer);
    server.start();
    return control;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The data of all records, in the order of the stream. */
  synchronized List<String> texts() {
    GetRecordsResponse page;
    do {
      page = client.getRecords(request -> request.shardIterator(next));
      page.records().forEach(one -> texts.add(one.data().asUtf8String()));
      next = page.nextShardIterator();
    } while (!page.records().isEmpty());
    return List.copyOf(texts);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      String body = "";
      switch (exchange.getRequestURI().getPath()) {
        case "/records" -> body = records(exchange.getRequestURI().getQuery());
        case "/cut-off" -> cable.hangUp();
        case "/mend" -> cable.mend();
        default -> status = 404;
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private String records(String query) {
    List<String> all = texts();
    int from = Integer.parseInt(query.substring(FROM.length()));
    return "[" + String.join(",", all.subList(from, all.size())) + "]";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
