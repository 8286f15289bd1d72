package dev.sessionbeam.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/**
 * Serves a Kinesis stream from memory, with the calls of the protocol that a polling reader needs.
 */
final class KinesisStub implements AutoCloseable {
  static final String STREAM = "bench";

  private final StubStream stream;
  private final ReadSpan read;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  private KinesisStub(StubStream stream, HttpServer http) {
    this.stream = stream;
    this.read = new ReadSpan(stream);
    this.http = http;
  }

  /** Serves all records of an input. */
  static KinesisStub of(Input input) throws IOException {
    return serving(StoredStream.of(input));
  }

  /** Serves a stream, on a free port of this machine. */
  static KinesisStub serving(StubStream stream) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    KinesisStub stub = new KinesisStub(stream, http);
    http.createContext("/", stub::answer);
    http.setExecutor(stub.threads);
    http.start();
    return stub;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** What was read so far, and when. */
  ReadSpan read() {
    return read;
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      Map<String, String> request = parse(call.getRequestBody().readAllBytes());
      String target = call.getRequestHeaders().getFirst("X-Amz-Target");
      byte[] body =
          switch (target.substring(target.indexOf('.') + 1)) {
            case "DescribeStreamSummary" -> KinesisAnswer.encode(this::summary);
            case "ListShards" -> KinesisAnswer.encode(this::list);
            case "GetShardIterator" ->
                KinesisAnswer.encode(
                    out -> out.writeStringField("ShardIterator", iterator(request)));
            case "GetRecords" -> records(request.get("ShardIterator"));
            default -> throw new IOException(target + " is not supported by this stub");
          };
      call.getResponseHeaders().add("Content-Type", "application/x-amz-cbor-1.1");
      call.sendResponseHeaders(200, body.length);
      call.getResponseBody().write(body);
    }
  }

  private byte[] records(String iterator) throws IOException {
    String[] numbers = iterator.split(":", 2);
    int shard = Integer.parseInt(numbers[0]);
    long position = Long.parseLong(numbers[1]);
    read.asked(shard, position);
    return stream.answer(shard, position);
  }

  private String iterator(Map<String, String> request) {
    int shard = Integer.parseInt(request.get("ShardId").replaceAll("\\D", ""));
    long position =
        switch (request.get("ShardIteratorType")) {
          case "TRIM_HORIZON" -> 0;
          case "AFTER_SEQUENCE_NUMBER" ->
              stream.after(Long.parseLong(request.get("StartingSequenceNumber")));
          // By time: all records arrived before any reader started.
          default -> stream.end(shard);
        };
    return KinesisAnswer.iterator(shard, position);
  }

  private void summary(CBORGenerator out) throws IOException {
    out.writeObjectFieldStart("StreamDescriptionSummary");
    out.writeStringField("StreamName", STREAM);
    out.writeStringField("StreamARN", "arn:aws:kinesis:eu-central-1:000000000000:stream/" + STREAM);
    out.writeStringField("StreamStatus", "ACTIVE");
    out.writeNumberField("RetentionPeriodHours", 24);
    out.writeNumberField("OpenShardCount", stream.shards());
    out.writeEndObject();
  }

  private void list(CBORGenerator out) throws IOException {
    out.writeArrayFieldStart("Shards");
    for (int shard = 0; shard < stream.shards(); shard++) {
      out.writeStartObject();
      out.writeStringField("ShardId", String.format(Locale.ROOT, "shardId-%012d", shard));
      out.writeObjectFieldStart("HashKeyRange");
      out.writeStringField("StartingHashKey", Integer.toString(shard));
      out.writeStringField("EndingHashKey", Integer.toString(shard));
      out.writeEndObject();
      out.writeObjectFieldStart("SequenceNumberRange");
      out.writeStringField("StartingSequenceNumber", "0");
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** Returns the text fields of a request. */
  private static Map<String, String> parse(byte[] request) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser in = KinesisAnswer.CBOR.createParser(request)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          fields.put(in.currentName(), in.getText());
        }
      }
    }
    return fields;
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
