package dev.sessionbeam.bench.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns lines into events: validates, cleans, checks the time, enriches. A line that is not an
 * event goes to the side output.
 */
final class PrepareEvent extends ProcessFunction<byte[], NitroEvent> {
  static final OutputTag<OutputLine> INVALID = new OutputTag<>("invalid") {};

  /** Formats times as sessionbeam does. */
  static final DateTimeFormatter RFC3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long LATEST = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private final LongCounter records = new LongCounter();
  private final LongCounter invalid = new LongCounter();
  private transient ObjectReader reader;
  private transient ObjectWriter writer;
  private transient JsonNodeFactory nodes;

  /** Keeps every digit, and rejects repeated names and text after the object. */
  static ObjectMapper mapper() {
    return JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  @Override
  public void open(Configuration parameters) {
    ObjectMapper mapper = mapper();
    reader = mapper.reader();
    writer = mapper.writer();
    nodes = mapper.getNodeFactory();
    getRuntimeContext().addAccumulator("records", records);
    getRuntimeContext().addAccumulator("invalid", invalid);
  }

  @Override
  public void processElement(byte[] line, Context context, Collector<NitroEvent> out)
      throws IOException {
    if (line.length == 0) {
      return;
    }
    records.add(1);
    NitroEvent event = new NitroEvent();
    String fault = fill(event, line);
    if (fault == null) {
      out.collect(event);
    } else {
      invalid.add(1);
      context.output(INVALID, rejected(fault, line));
    }
  }

  /** Fills the event from the line; or returns the reason why the line is not an event. */
  private String fill(NitroEvent event, byte[] line) throws IOException {
    JsonNode tree;
    try {
      tree = reader.readTree(line);
    } catch (JsonProcessingException | CharacterCodingException e) {
      return "not_json";
    }
    if (!(tree instanceof ObjectNode fields)) {
      return "not_an_object";
    }
    event.id = text(fields, "event_id");
    event.machine = text(fields, "machine_id");
    event.action = text(fields, "action");
    JsonNode timestamp = fields.path("timestamp");
    if (event.id == null || event.machine == null || event.action == null) {
      return "wrong_field";
    }
    if (!timestamp.isIntegralNumber() || !timestamp.canConvertToLong()) {
      return "wrong_field";
    }
    event.millis = timestamp.longValue();
    String build = fields.path("build").asText();
    clean(event, fields, build);
    if (event.millis < EARLIEST || event.millis >= LATEST) {
      return "time_out_of_range";
    }
    event.opening = event.action.equals("start");
    enrich(event, fields, build);
    event.json = writer.writeValueAsBytes(fields);
    return null;
  }

  private static String text(ObjectNode fields, String name) {
    JsonNode value = fields.get(name);
    return value != null && value.isTextual() && !value.textValue().isBlank()
        ? value.textValue()
        : null;
  }

  private static void clean(NitroEvent event, ObjectNode fields, String build) {
    if (build.startsWith("9.0.")) {
      event.millis *= 1000;
      fields.put("timestamp", event.millis);
    }
    if (build.startsWith("9.0.4.")) {
      event.action = event.action.strip().toLowerCase(Locale.ROOT);
      fields.put("action", event.action);
    }
  }

  private static void enrich(NitroEvent event, ObjectNode fields, String build) {
    ZonedDateTime time = Instant.ofEpochMilli(event.millis).atZone(ZoneOffset.UTC);
    String text = RFC3339.format(time);
    fields.put("event_time", text);
    fields.put("event_date", text.substring(0, "2017-02-05".length()));
    fields.put("event_hour", time.getHour());
    fields.put("day_of_week", time.getDayOfWeek().getValue());
    int dot = build.indexOf('.');
    try {
      fields.put("product_version", Long.parseLong(dot < 0 ? build : build.substring(0, dot)));
    } catch (NumberFormatException e) {
      // For a build without a number, the field is not added, as in sessionbeam.
    }
  }

  private OutputLine rejected(String fault, byte[] line) throws IOException {
    ObjectNode fields = nodes.objectNode().put("reason", fault);
    try {
      String raw = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      fields.put("raw", raw);
    } catch (CharacterCodingException e) {
      fields.put("raw_base64", line);
    }
    String folder = "invalid/date=" + LocalDate.now(ZoneOffset.UTC);
    return new OutputLine(folder, writer.writeValueAsBytes(fields));
  }
}
