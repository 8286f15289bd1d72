package dev.sessionbeam.draft;

import dev.sessionbeam.json.JsonArray;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sample of records says about their fields. */
final class SampleProfile {
  /** The most fields that are told apart, so that no sample can use up the memory. */
  static final int MOST_FIELDS = 2_000;

  /** Deeper fields are not looked into. */
  private static final int DEEPEST = 5;

  /** More elements of a list of keys and values are not looked at. */
  private static final int MOST_ELEMENTS = 200;

  private final Map<FieldRef, FieldProfile> fields = new LinkedHashMap<>();
  private int records;
  private boolean hasMore;

  /** Adds a record. */
  void add(JsonObject record) {
    addFields(record, List.of());
    records++;
  }

  private void addFields(JsonObject object, List<String> outer) {
    for (int i = 0; i < object.size(); i++) {
      List<String> segments = new ArrayList<>(outer);
      segments.add(String.valueOf(object.nameAt(i).asString()));
      FieldRef field = FieldRef.of(segments);
      JsonValue value = object.valueAt(i);
      JsonObject inner = segments.size() < DEEPEST ? value.asObject() : null;
      if (inner != null && inner.size() > 0) {
        addFields(inner, segments);
      } else {
        add(field, value);
        addKeys(value, segments);
      }
    }
  }

  /** Adds the values of a list of objects that have a key and a value each. */
  private void addKeys(JsonValue value, List<String> segments) {
    List<JsonValue> elements =
        value.isArray() ? JsonArray.elements(value, MOST_ELEMENTS) : List.<JsonValue>of();
    if (elements == null) {
      return;
    }
    for (JsonValue element : elements) {
      JsonObject object = element.asObject();
      String key = object == null ? null : text(object.get("key"));
      if (object != null && key != null) {
        for (int i = 0; i < object.size(); i++) {
          String name = String.valueOf(object.nameAt(i).asString());
          if (!name.equals("key")) {
            addKeyed(segments, key, List.of(name), object.valueAt(i));
          }
        }
      }
    }
  }

  private void addKeyed(List<String> segments, String key, List<String> inside, JsonValue value) {
    JsonObject object = inside.size() < 2 ? value.asObject() : null;
    if (object == null) {
      add(new FieldRef(segments, key, inside), value);
      return;
    }
    for (int i = 0; i < object.size(); i++) {
      String name = String.valueOf(object.nameAt(i).asString());
      addKeyed(segments, key, List.of(inside.get(0), name), object.valueAt(i));
    }
  }

  private static @Nullable String text(@Nullable JsonValue value) {
    return value == null ? null : value.asString();
  }

  private void add(FieldRef field, JsonValue value) {
    FieldProfile profile = fields.get(field);
    if (profile == null) {
      if (fields.size() == MOST_FIELDS) {
        hasMore = true;
        return;
      }
      if (!field.canBeWritten()) {
        return;
      }
      profile = new FieldProfile(field);
      fields.put(field, profile);
    }
    profile.add(records, value);
  }

  /** The fields in the order in which the records have them. */
  Collection<FieldProfile> fields() {
    return fields.values();
  }

  /** How many records were added. */
  int records() {
    return records;
  }

  /** Whether the records have more fields than are told apart. */
  boolean hasMore() {
    return hasMore;
  }
}
