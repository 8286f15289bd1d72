package dev.sessionbeam.draft;

import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.json.JsonArray;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out whether records of a sample hold other records. */
final class ContainerGuess {
  /** The weakest name by which a field counts as a machine or an action. */
  private static final int WEAKEST = 2;

  /** More elements of an array are not looked at. */
  private static final int MOST_ELEMENTS = 1_000;

  private ContainerGuess() {}

  /** Returns where the records are; null if the records hold no others. */
  static @Nullable Choice of(List<RawRecord> records) {
    int arrays = 0;
    Map<String, Integer> paths = new LinkedHashMap<>();
    for (RawRecord record : records) {
      if (record.origin() instanceof InnerOrigin || JsonArray.is(record.bytes())) {
        arrays++;
        continue;
      }
      JsonObject object = object(record.bytes());
      String path = object == null ? null : pathIn(object);
      if (path != null) {
        paths.merge(path, 1, Integer::sum);
      }
    }
    if (paths.isEmpty()) {
      return arrays == 0
          ? null
          : Choice.clear("this", List.of("The records are elements of an array."));
    }
    String best =
        paths.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).get();
    return Choice.clear(
        best,
        List.of(
            Texts.count(paths.getOrDefault(best, 0))
                + " of "
                + Texts.count(records.size(), "record")
                + " hold others in this array."));
  }

  /** Returns the path to the records in a record; null if it is one itself. */
  private static @Nullable String pathIn(JsonObject object) {
    if (looksLikeAnEvent(object)) {
      return null;
    }
    for (int i = 0; i < object.size(); i++) {
      JsonValue value = object.valueAt(i);
      List<JsonValue> elements =
          value.isArray() ? JsonArray.elements(value, MOST_ELEMENTS) : List.<JsonValue>of();
      JsonObject first = elements == null || elements.isEmpty() ? null : elements.get(0).asObject();
      FieldRef array = FieldRef.of(List.of(String.valueOf(object.nameAt(i).asString())));
      if (first != null && array.canBeWritten()) {
        String text = textOfRecord(first);
        if (text != null) {
          return array.path() + "." + text;
        }
        if (looksLikeAnEvent(first)) {
          return array.path();
        }
      }
    }
    return null;
  }

  /** Returns the field of an element whose string is a JSON object; null if there is none. */
  private static @Nullable String textOfRecord(JsonObject element) {
    for (int i = 0; i < element.size(); i++) {
      String text = element.valueAt(i).asString();
      FieldRef field = FieldRef.of(List.of(String.valueOf(element.nameAt(i).asString())));
      if (text != null
          && text.startsWith("{")
          && field.canBeWritten()
          && object(text.getBytes(StandardCharsets.UTF_8)) != null) {
        return field.path();
      }
    }
    return null;
  }

  /**
   * Whether an object has a field that is named like a machine, and one like an action or a time.
   */
  private static boolean looksLikeAnEvent(JsonObject object) {
    SampleProfile profile = new SampleProfile();
    profile.add(object);
    return has(RoleNames.MACHINE, profile)
        && (has(RoleNames.ACTION, profile) || has(RoleNames.TIME, profile));
  }

  private static boolean has(RoleNames role, SampleProfile profile) {
    return profile.fields().stream()
        .anyMatch(field -> field.distinct() > 0 && role.tier(field.field()) <= WEAKEST);
  }

  private static @Nullable JsonObject object(byte[] bytes) {
    try {
      return JsonObject.parse(bytes);
    } catch (JsonSyntaxException e) {
      return null;
    }
  }
}
