package dev.sessionbeam.draft;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Text;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a sample says about one field. */
final class FieldProfile {
  /** The type of a value in JSON; numbers are integers or not. */
  enum Type {
    STRING,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    ARRAY,
    OBJECT
  }

  private final FieldRef field;
  private final Map<Type, Integer> types = new EnumMap<>(Type.class);
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final BitSet usable = new BitSet();

  FieldProfile(FieldRef field) {
    this.field = field;
  }

  /**
   * Adds a value.
   *
   * @param record the number of the record that has it
   */
  void add(int record, JsonValue value) {
    if (value.isNull()) {
      return;
    }
    Type type = typeOf(value);
    types.merge(type, 1, Integer::sum);
    if (type == Type.STRING) {
      String text = String.valueOf(value.asString());
      if (Text.isBlank(text)) {
        return;
      }
      texts.merge(text, 1, Integer::sum);
    } else if (type == Type.INTEGER || type == Type.DECIMAL) {
      numbers.merge(value.text(), 1, Integer::sum);
    }
    usable.set(record);
  }

  private static Type typeOf(JsonValue value) {
    if (value.isString()) {
      return Type.STRING;
    }
    if (value.isNumber()) {
      return value.isInteger() ? Type.INTEGER : Type.DECIMAL;
    }
    if (value.isArray()) {
      return Type.ARRAY;
    }
    return value.isObject() ? Type.OBJECT : Type.BOOLEAN;
  }

  FieldRef field() {
    return field;
  }

  /** The types of its values, without null, and how many values have each. */
  Map<Type, Integer> types() {
    return types;
  }

  /** The strings that are not blank, and how often each occurs. */
  Map<String, Integer> texts() {
    return texts;
  }

  /** The numbers as they are written, and how often each occurs. */
  Map<String, Integer> numbers() {
    return numbers;
  }

  /** The records in which its value is neither null nor a blank string. */
  BitSet usable() {
    return usable;
  }

  int usableCount() {
    return usable.cardinality();
  }

  /** How many different strings and numbers it has. */
  int distinct() {
    return texts.size() + numbers.size();
  }

  /** Whether most of its values are strings. Null and blank ones do not count. */
  boolean isText() {
    return !texts.isEmpty() && isMostly(Type.STRING);
  }

  /** Whether most of its values are integers. */
  boolean isInteger() {
    return isMostly(Type.INTEGER);
  }

  /** Whether nine of ten values have one of these types. */
  boolean isMostly(Type... wanted) {
    int all = types.values().stream().mapToInt(Integer::intValue).sum();
    int have = Stream.of(wanted).mapToInt(type -> types.getOrDefault(type, 0)).sum();
    return have > 0 && 10L * have >= 9L * all;
  }

  /** The most frequent strings, the most frequent one first. */
  List<Map.Entry<String, Integer>> mostFrequent(int most) {
    return texts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .toList();
  }
}
