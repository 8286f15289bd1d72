package dev.sessionbeam.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Answers as Kinesis answers to {@code PutRecords}, and Firehose to {@code PutRecordBatch}, both in
 * JSON, and keeps what it receives. It accepts each record, unless a test says otherwise of its
 * place in the call.
 */
public final class RecordStream implements HttpBehavior {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KINESIS = "Kinesis_20131202.PutRecords";
  private static final String FIREHOSE = "Firehose_20150804.PutRecordBatch";

  private final List<List<Sent>> calls = new CopyOnWriteArrayList<>();
  private final Map<Integer, String> failures = new ConcurrentHashMap<>();

  /**
   * A record that was sent.
   *
   * @param stream the stream's ARN (Kinesis) or name (Firehose)
   * @param partitionKey empty for Firehose
   */
  public record Sent(String stream, String partitionKey, byte[] data) {}

  /** From now on, the record at this place of a call, from 0, fails. */
  public void fail(int place, String code) {
    failures.put(place, code);
  }

  /** From now on, each record is accepted. */
  public void accept() {
    failures.clear();
  }

  /** Returns the records of each call so far, accepted or not. */
  public List<List<Sent>> calls() {
    return calls;
  }

  @Override
  public void answer(
      HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException {
    String target = String.valueOf(request.header("X-Amz-Target"));
    if (!target.equals(KINESIS) && !target.equals(FIREHOSE)) {
      throw new AssertionError("not a call with records: " + target);
    }
    boolean kinesis = target.equals(KINESIS);
    List<Sent> records = records(JSON.readTree(request.body()), kinesis);
    calls.add(records);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode results = answer.putArray(kinesis ? "Records" : "RequestResponses");
    int failed = 0;
    for (int i = 0; i < records.size(); i++) {
      String code = failures.get(i);
      if (code == null) {
        results.addObject().put(kinesis ? "SequenceNumber" : "RecordId", "4" + i);
      } else {
        failed++;
        results.addObject().put("ErrorCode", code).put("ErrorMessage", "no");
      }
    }
    answer.put(kinesis ? "FailedRecordCount" : "FailedPutCount", failed);
    HttpBehavior.status(
            200, answer.toString(), Map.of("Content-Type", "application/x-amz-json-1.1"))
        .answer(exchange, request, scheduler);
  }

  private static List<Sent> records(JsonNode request, boolean kinesis) throws IOException {
    List<Sent> records = new ArrayList<>();
    for (JsonNode record : request.path("Records")) {
      records.add(
          new Sent(
              request.path(kinesis ? "StreamARN" : "DeliveryStreamName").asText(),
              record.path("PartitionKey").asText(),
              record.path("Data").binaryValue()));
    }
    return records;
  }
}
