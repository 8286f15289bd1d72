package dev.sessionbeam.report;

import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a report needs of a line of {@code sessions/}. */
final class ReadHead implements Serializable {
  private static final long serialVersionUID = 1;

  private final FieldPath machine;

  /**
   * Creates a reader.
   *
   * @param machine where the definition's sessions have the machine
   */
  ReadHead(FieldPath machine) {
    this.machine = machine;
  }

  /**
   * Reads a line.
   *
   * @param day the day of the file, in days since the epoch
   * @throws IllegalArgumentException if it is not a line of a session of the definition; the
   *     message says why, and is for a person
   */
  StoredPart.Head read(byte[] line, boolean settled, int day) {
    JsonObject fields;
    try {
      fields = JsonObject.parse(line);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("it is not a JSON object", e);
    }
    return new StoredPart.Head(
        new StoredPart.About(
            UUID.fromString(text("session_id", fields.get("session_id"))),
            fields.has("revision") ? number("revision", fields) : 0,
            settled,
            day),
        text(machine.toString(), fields.get(machine)),
        instant("session_start", fields),
        instant("session_end", fields),
        number("event_count", fields),
        text("opened_by", fields.get("opened_by")).equals("opening_event"),
        ids(fields.get("replaces")));
  }

  private static String text(String name, @Nullable JsonValue value) {
    String text = value == null ? null : value.asString();
    if (text == null) {
      throw new IllegalArgumentException(
          "it has no text " + name + ": give the definition that wrote it");
    }
    return text;
  }

  private static int number(String name, JsonObject fields) {
    JsonValue value = fields.get(name);
    BigDecimal number = value == null ? null : value.asDecimal();
    if (number == null) {
      throw new IllegalArgumentException("it has no number " + name);
    }
    return number.intValueExact();
  }

  private static long instant(String name, JsonObject fields) {
    String text = text(name, fields.get(name));
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its " + name + " is not an instant: " + text, e);
    }
  }

  private static List<UUID> ids(@Nullable JsonValue replaces) {
    if (replaces == null || !(replaces.toJava(number -> number, "") instanceof List<?> ids)) {
      return List.of();
    }
    return ids.stream().map(String::valueOf).map(UUID::fromString).toList();
  }
}
