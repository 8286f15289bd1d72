package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.expression.ExpressionScope;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonArray;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Text;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Returns the records inside a record that holds many, by the definition's setting {@code unwrap}.
 * See docs/semantics.md, section 1.
 */
public final class UnwrapRecord implements Serializable {
  /** The largest size of a record that holds others, in bytes. Readers emit no larger one. */
  public static final int MAX_BYTES = 8 << 20;

  /** The largest number of records in a record. */
  public static final int MAX_RECORDS = 100_000;

  private final FieldPath path;

  /**
   * Unwraps by a path.
   *
   * @param path the path to the array, and from there to the record in an element; or {@code this}
   */
  UnwrapRecord(FieldPath path) {
    this.path = path;
  }

  /**
   * Unwraps by a path.
   *
   * @param path the path to the array, and from there to the record in an element; or {@code this}
   */
  public static UnwrapRecord by(FieldPath path) {
    return new UnwrapRecord(path);
  }

  /** Returns what a definition's setting unwraps; null if the definition unwraps no records. */
  public static @Nullable UnwrapRecord of(Definition definition) {
    FieldPath path = definition.unwrap();
    return path == null ? null : new UnwrapRecord(path);
  }

  /** Whether a record is an array, or begins as one. */
  public static boolean beginsAsArray(RawRecord record) {
    return JsonArray.begins(record.bytes());
  }

  /**
   * What a record holds.
   *
   * @param isContainer whether the record was a container, and counts only by what it holds
   * @param records the records in it, in order; the record itself if it is not a container
   * @param rejected the elements that hold no record
   */
  public record Unwrapped(
      boolean isContainer, List<RawRecord> records, List<RejectedRecord> rejected) {
    private static Unwrapped one(RawRecord record) {
      return new Unwrapped(false, List.of(record), List.of());
    }
  }

  /**
   * Unwraps a record.
   *
   * @throws RecordRejectedException if the record as a whole is rejected: it is too large, holds
   *     too many records, is not JSON, or has a field of the path twice
   */
  public Unwrapped of(RawRecord record) throws RecordRejectedException {
    if (record.origin() instanceof InnerOrigin inner) {
      return Unwrapped.one(inner.isElement() ? taken(record, inner) : record);
    }
    byte[] bytes = record.bytes();
    boolean isArray = JsonArray.begins(bytes);
    if (!isArray && path.head().equals(ExpressionScope.THIS)) {
      return Unwrapped.one(record);
    }
    if (bytes.length > MAX_BYTES) {
      throw new RecordRejectedException(
          Reason.TOO_LARGE,
          "has " + bytes.length + " bytes, but a container may have at most " + MAX_BYTES,
          null);
    }
    return isArray ? elements(record, value(bytes), null) : inObject(record);
  }

  private Unwrapped inObject(RawRecord record) throws RecordRejectedException {
    JsonObject object = ValidateRecord.parse(record.bytes());
    FieldPath at = path;
    while (true) {
      JsonValue value = field(at, object);
      FieldPath rest = at.isTopLevel() ? null : at.tail();
      if (value != null && value.isArray()) {
        return elements(record, value, rest);
      }
      if (value == null || !value.isObject() || rest == null) {
        return Unwrapped.one(record);
      }
      object = ValidateRecord.parse(value.toBytes());
      at = rest;
    }
  }

  private Unwrapped elements(RawRecord record, JsonValue array, @Nullable FieldPath rest)
      throws RecordRejectedException {
    List<JsonValue> elements = JsonArray.elements(array, MAX_RECORDS);
    if (elements == null) {
      throw new RecordRejectedException(
          Reason.TOO_LARGE,
          "holds more than " + MAX_RECORDS + " records: send fewer in one",
          path.toString());
    }
    List<RawRecord> records = new ArrayList<>(elements.size());
    List<RejectedRecord> rejected = new ArrayList<>(0);
    for (int i = 0; i < elements.size(); i++) {
      JsonValue element = elements.get(i);
      try {
        records.add(
            new RawRecord(recordIn(element, rest), InnerOrigin.ofRecord(record.origin(), i)));
      } catch (RecordRejectedException e) {
        int levels = rest == null ? 0 : rest.segments().size();
        rejected.add(
            e.of(new RawRecord(element.toBytes(), new InnerOrigin(record.origin(), i, levels))));
      }
    }
    return new Unwrapped(true, records, rejected);
  }

  /** Takes the record out of an element that a reader found or that is replayed. */
  private RawRecord taken(RawRecord element, InnerOrigin origin) throws RecordRejectedException {
    int names = path.segments().size();
    int levels = Math.min(origin.levels(), names - 1);
    FieldPath rest =
        levels == 0 ? null : new FieldPath(path.segments().subList(names - levels, names));
    byte[] bytes = recordIn(value(element.bytes()), rest);
    return new RawRecord(bytes, InnerOrigin.ofRecord(origin.outer(), origin.index()));
  }

  private byte[] recordIn(JsonValue element, @Nullable FieldPath rest)
      throws RecordRejectedException {
    JsonValue value = element;
    FieldPath at = rest;
    while (at != null) {
      JsonValue next = value.isObject() ? field(at, ValidateRecord.parse(value.toBytes())) : null;
      if (next == null) {
        throw empty(Reason.MISSING_FIELD, "the value is missing");
      }
      value = next;
      at = at.isTopLevel() ? null : at.tail();
    }
    if (value.isNull()) {
      throw empty(Reason.MISSING_FIELD, "the value is null");
    }
    String text = value.asString();
    return text == null ? value.toBytes() : bytes(text);
  }

  private byte[] bytes(String text) throws RecordRejectedException {
    if (Text.isBlank(text)) {
      throw empty(Reason.BLANK_FIELD, "the value is blank");
    }
    if (!Text.isWellFormed(text)) {
      throw empty(Reason.NOT_UTF8, "half of a surrogate pair is not text");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = bytes.length;
    while (bytes[end - 1] == '\n' || bytes[end - 1] == '\r') {
      end--;
    }
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  private RecordRejectedException empty(Reason reason, String why) {
    return new RecordRejectedException(
        reason, "the element of the array holds no record: " + why, path.toString());
  }

  private @Nullable JsonValue field(FieldPath at, JsonObject object)
      throws RecordRejectedException {
    if (object.repeated().contains(at.head())) {
      throw new RecordRejectedException(
          Reason.DUPLICATE_FIELD,
          "'" + at.head() + "' appears more than once, so it is not clear what to unwrap",
          path.toString());
    }
    return object.get(at.head());
  }

  private static JsonValue value(byte[] bytes) throws RecordRejectedException {
    try {
      return JsonArray.parseValue(bytes);
    } catch (JsonSyntaxException e) {
      throw ValidateRecord.rejection(e, bytes);
    }
  }
}
