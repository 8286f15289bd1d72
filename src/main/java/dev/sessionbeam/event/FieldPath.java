package dev.sessionbeam.event;

import java.io.Serializable;
import java.util.List;

/**
 * Where a field stands in a record: {@code build}, or {@code context.device.id} for a nested one.
 *
 * @param segments the names on the way down, outermost first; never empty, none of them empty
 */
public record FieldPath(List<String> segments) implements Serializable {
  public FieldPath {
    segments = List.copyOf(segments);
    if (segments.isEmpty() || segments.contains("")) {
      throw new IllegalArgumentException("a field path needs a name between its dots");
    }
  }

  /**
   * The path that a dotted text means.
   *
   * @throws IllegalArgumentException where a name is empty, as in {@code a..b}
   */
  public static FieldPath of(String dotted) {
    return new FieldPath(List.of(dotted.split("\\.", -1)));
  }

  /** The outermost name: the record's own field that holds the rest. */
  public String head() {
    return segments.get(0);
  }

  /** Whether the field is the record's own and not nested in another one. */
  public boolean isTopLevel() {
    return segments.size() == 1;
  }

  /** The path below {@link #head()}. Only for a nested path. */
  public FieldPath tail() {
    return new FieldPath(segments.subList(1, segments.size()));
  }

  @Override
  public String toString() {
    return String.join(".", segments);
  }
}
