package dev.sessionbeam.event;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a field stands in a record: {@code build}, or {@code context.device.id} for a nested one.
 */
public final class FieldPath implements Serializable {
  private final List<String> segments;

  /** The outermost name as JSON writes it without escapes; null where it needs some. */
  private final byte @Nullable [] plainHead;

  /** Made once, since {@link FieldNames} remembers paths as objects. */
  private transient @Nullable FieldPath tail;

  /**
   * A path.
   *
   * @param segments the names on the way down, outermost first; never empty, none of them empty
   */
  public FieldPath(List<String> segments) {
    this.segments = List.copyOf(segments);
    if (segments.isEmpty() || segments.contains("")) {
      throw new IllegalArgumentException("a field path needs a name between its dots");
    }
    String head = segments.get(0);
    this.plainHead = JsonValue.isPlain(head) ? JsonValue.of(head).toBytes() : null;
  }

  /**
   * The path that a dotted text means.
   *
   * @throws IllegalArgumentException where a name is empty, as in {@code a..b}
   */
  public static FieldPath of(String dotted) {
    return new FieldPath(List.of(dotted.split("\\.", -1)));
  }

  /** The path to a record's own field of this name, whatever characters it has. */
  public static FieldPath ofField(String name) {
    return new FieldPath(List.of(name));
  }

  /** The names on the way down, outermost first. */
  public List<String> segments() {
    return segments;
  }

  /** The outermost name: the record's own field that holds the rest. */
  public String head() {
    return segments.get(0);
  }

  byte @Nullable [] plainHead() {
    return plainHead;
  }

  /** The outermost name as JSON writes it. */
  JsonValue headAsWritten() {
    byte[] plain = plainHead;
    return plain == null ? JsonValue.of(head()) : new JsonValue(plain, 0, plain.length);
  }

  /** Whether the field is the record's own and not nested in another one. */
  public boolean isTopLevel() {
    return segments.size() == 1;
  }

  /** The path below {@link #head()}. Only for a nested path. */
  public FieldPath tail() {
    FieldPath made = tail;
    if (made == null) {
      made = new FieldPath(segments.subList(1, segments.size()));
      tail = made;
    }
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath that && segments.equals(that.segments);
  }

  @Override
  public int hashCode() {
    return segments.hashCode();
  }

  @Override
  public String toString() {
    return String.join(".", segments);
  }
}
