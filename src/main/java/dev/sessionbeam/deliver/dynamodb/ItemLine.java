package dev.sessionbeam.deliver.dynamodb;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sessionbeam.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes items as lines of JSON: the fields of a session in the order of its line, then all others
 * by name.
 */
final class ItemLine {
  private static final List<String> SESSION_LINE =
      List.of(
          TableSchema.SESSION_ID,
          TableSchema.SESSION_START,
          TableSchema.SESSION_END,
          "duration_ms",
          "event_count",
          "opened_by",
          "first_action",
          "last_action",
          "actions",
          TableSchema.REVISION,
          TableSchema.REPLACES);

  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private ItemLine() {}

  /** Returns the line of an item, without a line break. */
  static String of(Map<String, AttributeValue> item) {
    List<String> names = new ArrayList<>(SESSION_LINE);
    names.retainAll(item.keySet());
    item.keySet().stream()
        .filter(name -> !SESSION_LINE.contains(name))
        .sorted(BY_CODE_POINT)
        .forEach(names::add);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(line)) {
      write(json, item, names);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the line of an item to memory", e);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static void write(
      JsonGenerator json, Map<String, AttributeValue> attributes, List<String> names)
      throws IOException {
    json.writeStartObject();
    for (String name : names) {
      json.writeFieldName(name);
      write(json, attributes.getOrDefault(name, AttributeValue.fromNul(true)));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, AttributeValue value) throws IOException {
    switch (value.type()) {
      case S -> json.writeString(value.s());
      case N -> json.writeNumber(value.n());
      case BOOL -> json.writeBoolean(value.bool());
      case M -> write(json, value.m(), value.m().keySet().stream().sorted(BY_CODE_POINT).toList());
      case L -> writeAll(json, value.l());
      // This program writes no sets and no bytes. Somebody else may add them.
      case SS -> writeAll(json, value.ss().stream().map(AttributeValue::fromS).toList());
      case NS -> writeAll(json, value.ns().stream().map(AttributeValue::fromN).toList());
      case BS -> writeAll(json, value.bs().stream().map(AttributeValue::fromB).toList());
      case B -> json.writeBinary(value.b().asByteArrayUnsafe());
      default -> json.writeNull();
    }
  }

  private static void writeAll(JsonGenerator json, List<AttributeValue> values) throws IOException {
    json.writeStartArray();
    for (AttributeValue value : values) {
      write(json, value);
    }
    json.writeEndArray();
  }
}
