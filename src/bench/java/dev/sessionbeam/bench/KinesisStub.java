package dev.sessionbeam.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/**
 * Serves a Kinesis stream from memory, with the calls of the protocol that a polling reader needs.
 * Each answer with records is encoded before the first request, so that an answer only costs the
 * time to send it.
 */
final class KinesisStub implements AutoCloseable {
  static final String STREAM = "bench";

  /** A reader that polls as often as allowed gets about 9,000 records a second from a shard. */
  private static final int SHARDS_OF_A_FILE = 4;

  /** The number of records in an answer, which is the most that the reader asks for. */
  private static final int RECORDS = 2_000;

  /** Keeps every byte of a record as it is, because some records are not UTF-8. */
  private static final Charset ANY_BYTES = StandardCharsets.ISO_8859_1;

  private static final CBORFactory CBOR = new CBORFactory();

  private final List<List<byte[]>> shards = new ArrayList<>();
  private final long arrival = System.currentTimeMillis();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  private interface Body {
    void write(CBORGenerator out) throws IOException;
  }

  private KinesisStub(HttpServer http) {
    this.http = http;
  }

  /** Returns a stream of all records of an input. Each file has shards of its own, in its order. */
  static KinesisStub of(Input input) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    KinesisStub stub = new KinesisStub(http);
    try (Stream<Path> files = Files.list(input.folder())) {
      for (Path file : files.sorted().toList()) {
        stub.add(file);
      }
    }
    http.createContext("/", stub::answer);
    http.setExecutor(stub.threads);
    http.start();
    return stub;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void add(Path file) throws IOException {
    int first = shards.size();
    List<List<String>> waiting = new ArrayList<>();
    for (int i = 0; i < SHARDS_OF_A_FILE; i++) {
      shards.add(new ArrayList<>());
      waiting.add(new ArrayList<>());
    }
    try (BufferedReader lines = Files.newBufferedReader(file, ANY_BYTES)) {
      int next = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> records = waiting.get(next);
        records.add(line);
        if (records.size() == RECORDS) {
          addAnswer(first + next, records);
        }
        next = (next + 1) % SHARDS_OF_A_FILE;
      }
    }
    for (int i = 0; i < SHARDS_OF_A_FILE; i++) {
      addAnswer(first + i, waiting.get(i));
    }
  }

  private void addAnswer(int shard, List<String> records) throws IOException {
    int answer = shards.get(shard).size();
    shards.get(shard).add(records(shard, answer + 1, (long) answer * RECORDS, records));
    records.clear();
  }

  /** Encodes an answer. The sequence number of a record is its index in the shard, from 0. */
  private byte[] records(int shard, int next, long from, List<String> records) throws IOException {
    return encode(
        out -> {
          out.writeNumberField("MillisBehindLatest", records.isEmpty() ? 0 : 1);
          out.writeStringField("NextShardIterator", shard + ":" + next);
          out.writeArrayFieldStart("Records");
          long number = from;
          for (String record : records) {
            out.writeStartObject();
            out.writeStringField("SequenceNumber", Long.toString(number));
            out.writeNumberField("ApproximateArrivalTimestamp", arrival);
            out.writeBinaryField("Data", record.getBytes(ANY_BYTES));
            out.writeStringField("PartitionKey", "key");
            out.writeEndObject();
            number++;
          }
          out.writeEndArray();
        });
  }

  private static byte[] encode(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator out = CBOR.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      Map<String, String> request = parse(call.getRequestBody().readAllBytes());
      String target = call.getRequestHeaders().getFirst("X-Amz-Target");
      byte[] body =
          switch (target.substring(target.indexOf('.') + 1)) {
            case "DescribeStreamSummary" -> encode(this::summary);
            case "ListShards" -> encode(this::list);
            case "GetShardIterator" ->
                encode(out -> out.writeStringField("ShardIterator", iterator(request)));
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
    int answer = Integer.parseInt(numbers[1]);
    return answer < shards.get(shard).size()
        ? shards.get(shard).get(answer)
        : records(shard, answer, 0, List.of());
  }

  private String iterator(Map<String, String> request) {
    int shard = Integer.parseInt(request.get("ShardId").replaceAll("\\D", ""));
    long answer =
        switch (request.get("ShardIteratorType")) {
          case "TRIM_HORIZON" -> 0;
          case "AFTER_SEQUENCE_NUMBER" ->
              Long.parseLong(request.get("StartingSequenceNumber")) / RECORDS + 1;
          // By time: all records arrived before any reader started.
          default -> shards.get(shard).size();
        };
    return shard + ":" + answer;
  }

  private void summary(CBORGenerator out) throws IOException {
    out.writeObjectFieldStart("StreamDescriptionSummary");
    out.writeStringField("StreamName", STREAM);
    out.writeStringField("StreamARN", "arn:aws:kinesis:eu-central-1:000000000000:stream/" + STREAM);
    out.writeStringField("StreamStatus", "ACTIVE");
    out.writeNumberField("RetentionPeriodHours", 24);
    out.writeNumberField("OpenShardCount", shards.size());
    out.writeEndObject();
  }

  private void list(CBORGenerator out) throws IOException {
    out.writeArrayFieldStart("Shards");
    for (int shard = 0; shard < shards.size(); shard++) {
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
    try (JsonParser in = CBOR.createParser(request)) {
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
