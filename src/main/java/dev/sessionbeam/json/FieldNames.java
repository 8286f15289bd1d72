package dev.sessionbeam.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of an object's fields, in order, each as it is written in the JSON. Immutable.
 *
 * <p>Records of one sender have the same names again and again. So recently seen names are shared:
 * one comparison of bytes finds them, and they remember the index of each field that was looked up.
 * Threads share them without a lock, because a lost write costs only a repeated search.
 */
final class FieldNames {
  private static final int RECENT_SLOTS = 1 << 8;
  private static final int LATEST_SLOTS = 1 << 6;
  private static final int LONGEST_SHARED = 1 << 10;
  private static final int FIRST_PATHS = 1 << 6;
  private static final int MOST_PATHS = 1 << 10;
  private static final int NOT_FOUND = -1;

  /** Beyond the index of every field, so that an index is never zero when it is remembered. */
  private static final int KNOWN = 1 << 20;

  private static final @Nullable FieldNames[] RECENTLY_SEEN = new FieldNames[RECENT_SLOTS];

  /** The names that were found last, by the first bytes of the first name. */
  private static final @Nullable FieldNames[] LATEST = new FieldNames[LATEST_SLOTS];

  static final FieldNames NONE = shared(new JsonValue[0], true);

  private final JsonValue[] names;
  private final boolean unescaped;

  /**
   * The index of the field that each path begins with, by the path's number: {@link #KNOWN} is
   * added to it, and 0 is not known yet. Null if these names are not shared.
   */
  private int @Nullable [] indexes;

  private @Nullable Longer longer;
  private @Nullable Ambiguous ambiguous;

  /** These names and the name of one more field. */
  private record Longer(FieldPath added, FieldNames names) {}

  /** The names among these that are ambiguous beside some others. */
  private record Ambiguous(List<String> others, List<String> names) {}

  private FieldNames(JsonValue[] names, boolean unescaped, int @Nullable [] indexes) {
    this.names = names;
    this.unescaped = unescaped;
    this.indexes = indexes;
  }

  private static FieldNames shared(JsonValue[] names, boolean unescaped) {
    return new FieldNames(names, unescaped, new int[FIRST_PATHS]);
  }

  /** Names that may be written with escapes. No name occurs twice. */
  static FieldNames of(JsonValue[] names) {
    return new FieldNames(names, false, null);
  }

  /**
   * The names that a scan found, all of them without escapes; null if a name occurs twice.
   *
   * @param bounds as in {@link JsonScanner#bounds}
   */
  static @Nullable FieldNames of(byte[] text, int[] bounds, int fields) {
    int hash = fields;
    int bytes = 0;
    for (int i = 0; i < fields; i++) {
      int length = length(bounds, i);
      hash = 31 * hash + length;
      bytes += length;
    }
    int slot = (hash ^ (hash >>> 8)) & (RECENT_SLOTS - 1);
    FieldNames seen = RECENTLY_SEEN[slot];
    if (seen != null && seen.areIn(text, bounds, fields)) {
      LATEST[latestSlot(text, bounds[0])] = seen;
      return seen;
    }
    JsonValue[] names = new JsonValue[fields];
    for (int i = 0; i < fields; i++) {
      int begin = bounds[i * JsonScanner.BOUNDS];
      // A copy, because the value would otherwise keep the whole record in memory.
      names[i] = new JsonValue(text, begin, length(bounds, i)).copy();
      for (int j = 0; j < i; j++) {
        if (names[j].isWrittenAs(names[i])) {
          return null;
        }
      }
    }
    if (bytes > LONGEST_SHARED) {
      return new FieldNames(names, true, null);
    }
    FieldNames fresh = shared(names, true);
    RECENTLY_SEEN[slot] = fresh;
    LATEST[latestSlot(text, bounds[0])] = fresh;
    return fresh;
  }

  /**
   * The names that were found last in an object with the same first name: the next one often has
   * the same. Nested objects, and lines of another kind, begin with another name.
   *
   * @param firstName where the first name is, if the object is compact
   */
  static @Nullable FieldNames latest(byte[] text, int firstName) {
    return LATEST[latestSlot(text, firstName)];
  }

  private static int latestSlot(byte[] text, int firstName) {
    if (firstName + Long.BYTES > text.length) {
      return 0;
    }
    long spread = ByteSearch.eightBytes(text, firstName) * 0x9E3779B97F4A7C15L;
    return (int) (spread >>> 32) & (LATEST_SLOTS - 1);
  }

  private static int length(int[] bounds, int field) {
    int at = field * JsonScanner.BOUNDS;
    return bounds[at + 1] - bounds[at];
  }

  private boolean areIn(byte[] text, int[] bounds, int fields) {
    if (names.length != fields) {
      return false;
    }
    for (int i = 0; i < fields; i++) {
      if (!names[i].isWrittenAs(text, bounds[i * JsonScanner.BOUNDS], length(bounds, i))) {
        return false;
      }
    }
    return true;
  }

  int count() {
    return names.length;
  }

  /** The name at an index, as it is written in the JSON. */
  JsonValue at(int index) {
    return names[index];
  }

  /** The index of the field with this name; -1 if there is none. */
  int indexOf(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].spells(name)) {
        return i;
      }
    }
    return NOT_FOUND;
  }

  /** The index of the field that a path begins with; -1 if there is none. */
  int indexOf(FieldPath path) {
    int[] known = indexes;
    int number = path.number();
    int remembered = known != null && number < known.length ? known[number] : 0;
    if (remembered != 0) {
      return remembered - KNOWN;
    }
    int index = search(path);
    if (known != null && number < MOST_PATHS) {
      remember(number, index, known);
    }
    return index;
  }

  private void remember(int number, int index, int[] known) {
    int[] roomy = known;
    if (number >= known.length) {
      roomy = Arrays.copyOf(known, Math.min(MOST_PATHS, 2 * number));
      indexes = roomy;
    }
    roomy[number] = index + KNOWN;
  }

  private int search(FieldPath path) {
    byte[] plain = path.plainHead();
    if (!unescaped || plain == null) {
      return indexOf(path.head());
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].isWrittenAs(plain, 0, plain.length)) {
        return i;
      }
    }
    return NOT_FOUND;
  }

  /**
   * The names that, if case is ignored, equal one of the others or an earlier name of these. An
   * empty list is the usual result.
   */
  @SuppressWarnings("ReferenceEquality") // A process has one list of others for a definition.
  List<String> ambiguous(List<String> others) {
    Ambiguous known = ambiguous;
    if (known != null && known.others() == others) {
      return known.names();
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String name = String.valueOf(names[i].asString());
      if (others.stream().anyMatch(name::equalsIgnoreCase) || hasEarlier(name, i)) {
        found.add(name);
      }
    }
    if (indexes != null) {
      ambiguous = new Ambiguous(others, found);
    }
    return found;
  }

  private boolean hasEarlier(String name, int index) {
    for (int i = 0; i < index; i++) {
      if (names[i].length() == names[index].length()
          && name.equalsIgnoreCase(names[i].asString())) {
        return true;
      }
    }
    return false;
  }

  /** These names, followed by the name that a path begins with. */
  FieldNames plus(FieldPath path) {
    Longer known = longer;
    if (known != null && known.added().number() == path.number()) {
      return known.names();
    }
    JsonValue[] more = Arrays.copyOf(names, names.length + 1);
    more[names.length] = path.headAsWritten();
    boolean stillUnescaped = unescaped && path.plainHead() != null;
    if (indexes == null) {
      return new FieldNames(more, stillUnescaped, null);
    }
    FieldNames made = shared(more, stillUnescaped);
    longer = new Longer(path, made);
    return made;
  }

  /** These names without the name at an index. */
  FieldNames minus(int index) {
    JsonValue[] rest = Arrays.copyOf(names, names.length - 1);
    System.arraycopy(names, index + 1, rest, index, rest.length - index);
    return new FieldNames(rest, unescaped, null);
  }
}
