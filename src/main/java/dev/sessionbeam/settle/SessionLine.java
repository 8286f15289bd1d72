package dev.sessionbeam.settle;

import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code sessions/}.
 *
 * @param id the session's id
 * @param machine the machine, in UTF-8
 * @param start the session's start as it is written
 * @param revision 0 if the line has none
 * @param replaces the ids of the sessions that it replaces
 * @param plain the line as a batch run writes it: without revision and replaced sessions
 */
record SessionLine(
    String id, byte[] machine, byte[] start, int revision, List<String> replaces, byte[] plain) {
  private static final String REVISION = "revision";
  private static final String REPLACES = "replaces";

  /**
   * Reads a line.
   *
   * @param machineField where the definition's sessions have the machine
   * @throws IllegalArgumentException if it is not a line of a session of this definition
   */
  static SessionLine parse(byte[] line, FieldPath machineField) {
    JsonObject object;
    try {
      object = JsonObject.parse(line);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("it is not a JSON object", e);
    }
    JsonValue machine = object.get(machineField);
    if (machine == null) {
      throw new IllegalArgumentException(
          "it has no field " + machineField + ": give the definition that wrote it");
    }
    if (!machine.isString()) {
      throw new IllegalArgumentException(
          "its field " + machineField + " is not a text: give the definition that wrote it");
    }
    JsonValue revision = object.get(REVISION);
    JsonValue replaces = object.get(REPLACES);
    byte[] plain =
        revision == null && replaces == null
            ? line
            : object
                .without(FieldPath.ofField(REVISION))
                .without(FieldPath.ofField(REPLACES))
                .toBytes();
    return new SessionLine(
        text(object, "session_id"),
        machine.unescapedUtf8(),
        text(object, "session_start").getBytes(StandardCharsets.UTF_8),
        number(revision),
        strings(replaces),
        plain);
  }

  private static String text(JsonObject object, String name) {
    JsonValue value = object.get(name);
    String text = value == null ? null : value.asString();
    if (text == null) {
      throw new IllegalArgumentException("it has no text " + name);
    }
    return text;
  }

  private static int number(@Nullable JsonValue revision) {
    if (revision == null) {
      return 0;
    }
    BigDecimal number = revision.asDecimal();
    if (number == null) {
      throw new IllegalArgumentException("its revision is not a number");
    }
    return number.intValueExact();
  }

  private static List<String> strings(@Nullable JsonValue replaces) {
    if (replaces == null || !(replaces.toJava(number -> number, "") instanceof List<?> ids)) {
      return List.of();
    }
    return ids.stream().map(String::valueOf).toList();
  }
}
