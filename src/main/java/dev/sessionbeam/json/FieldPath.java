package dev.sessionbeam.json;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The path to a field of a record: {@code build}, {@code context.device.id} for a nested field, or
 * {@code "client.ip"}, in quotes, for a field whose own name has a dot.
 */
public final class FieldPath implements Serializable {
  /** All paths of this process. They come from definitions, so there are few of them. */
  private static final Map<List<String>, Integer> NUMBERS = new ConcurrentHashMap<>();

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final List<String> segments;
  private final boolean topLevel;

  /** The outermost name as JSON writes it, if it needs no escapes; otherwise null. */
  private final byte @Nullable [] plainHead;

  /** Created once, because it is needed for every record. */
  private transient @Nullable FieldPath tail;

  /** Created once, because it is needed for every record. */
  private transient @Nullable String text;

  private transient int number;

  /**
   * Creates a path.
   *
   * @param segments the names from the outermost to the innermost; at least one, and no name is
   *     empty
   * @throws IllegalArgumentException if there is no name, or a name is empty
   */
  public FieldPath(List<String> segments) {
    this.segments = List.copyOf(segments);
    this.topLevel = segments.size() == 1;
    if (segments.isEmpty() || segments.contains("")) {
      throw new IllegalArgumentException("a field path needs a name between its dots");
    }
    String head = segments.get(0);
    this.plainHead = JsonValue.isPlain(head) ? JsonValue.of(head).toBytes() : null;
    this.number = number(this.segments);
  }

  private static int number(List<String> segments) {
    return NUMBERS.computeIfAbsent(segments, path -> NEXT.getAndIncrement());
  }

  /**
   * Parses a path that has dots between its names. A name in double quotes or back quotes may have
   * any characters but that quote, dots included: {@code log."client.ip"}.
   *
   * @throws IllegalArgumentException if a name is empty, as in {@code a..b}, or if a quote is not
   *     closed
   */
  public static FieldPath of(String dotted) {
    return new FieldPath(QuotedNames.parse(dotted));
  }

  /** The path to a top-level field. The name may contain any characters, dots included. */
  public static FieldPath ofField(String name) {
    return new FieldPath(List.of(name));
  }

  /** The names from the outermost to the innermost. */
  public List<String> segments() {
    return segments;
  }

  /** The outermost name: the name of the top-level field that is the value or contains it. */
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

  /** Whether the field is a top-level field, and not nested in another one. */
  public boolean isTopLevel() {
    return topLevel;
  }

  /** The path below {@link #head()}. Only nested paths have one. */
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

  /**
   * The number of this path among all paths of this process, from 0 on. Equal paths have the same
   * number, also if each thread has a copy of the definition.
   */
  int number() {
    return number;
  }

  @Override
  public String toString() {
    String made = text;
    if (made == null) {
      made = QuotedNames.print(segments);
      text = made;
    }
    return made;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    number = number(segments);
  }
}
