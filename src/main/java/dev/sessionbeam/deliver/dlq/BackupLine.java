package dev.sessionbeam.deliver.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.json.JsonValue;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a message as a line of a backup, and reads it back. */
final class BackupLine {
  /** What every line begins with. */
  static final String BEGINNING = "{\"attributes\":{";

  private BackupLine() {}

  /** Returns the line, without a line break. */
  static String write(Message message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("attributes", new TreeMap<>(message.attributes()));
    line.put("body", message.body());
    if (!message.id().isEmpty()) {
      line.put("message_id", message.id());
    }
    if (message.sent() != null) {
      line.put("sent", message.sent().toString());
    }
    return JsonValue.of(line).text();
  }

  /**
   * Reads a line. It needs {@code attributes} and {@code body}, so a backup of another program will
   * do.
   *
   * @return empty if it is not a line of a backup
   */
  static Optional<Message> read(String line) {
    try {
      return of(Json.tree(line));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Message> of(JsonNode line) {
    JsonNode body = line.path("body");
    JsonNode attributes = line.path("attributes");
    if (!body.isTextual() || !(attributes.isObject() || attributes.isNull())) {
      return Optional.empty();
    }
    Map<String, String> texts = new TreeMap<>();
    attributes
        .fields()
        .forEachRemaining(field -> texts.put(field.getKey(), text(field.getValue())));
    JsonNode sent = line.path("sent");
    return Optional.of(
        new Message(
            line.path("message_id").asText(""),
            texts,
            body.asText(),
            sent.isTextual() ? Instant.parse(sent.asText()) : null));
  }

  /** The text of an attribute, also in the form in which AWS's own tools print it. */
  private static String text(JsonNode attribute) {
    for (String name : new String[] {"StringValue", "stringValue", "Value"}) {
      if (attribute.path(name).isTextual()) {
        return attribute.path(name).asText();
      }
    }
    return attribute.isValueNode() ? attribute.asText() : attribute.toString();
  }
}
