package dev.sessionbeam.io;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the body of a request into the parts that should each be one JSON object. The body is an
 * object, an array, lines, or objects without a line break between them.
 *
 * <p>An object that is not closed before the next one begins is cut off. Then strings and structure
 * cannot be told apart any more, so all that follows is one part with a fault. An object that is
 * wrong in itself, and is closed on its line, is a part of its own.
 */
public final class BodySplitter {
  private static final String NO_OBJECT = "is not a JSON object";

  private final byte[] body;
  private final int length;
  private final int most;
  private final ValueEnd value = new ValueEnd();
  private final List<Part> parts = new ArrayList<>();
  private int at;

  /**
   * A part of a body.
   *
   * @param start the position of its first byte
   * @param end the position after its last byte
   * @param fault why it is not an object; null if it begins and ends like one
   */
  public record Part(int start, int end, @Nullable String fault) {}

  private BodySplitter(byte[] body, int length, int most) {
    this.body = body;
    this.length = length;
    this.most = most;
  }

  /**
   * Returns the parts in order; null if there are too many. White space is no part.
   *
   * @param length how many bytes of the array are the body
   * @param most the largest number of parts
   */
  public static @Nullable List<Part> of(byte[] body, int length, int most) {
    BodySplitter splitter = new BodySplitter(body, length, most);
    return splitter.split() ? splitter.parts : null;
  }

  private boolean split() {
    skipByteOrderMark();
    while (skipBlanks()) {
      if (body[at] == '[') {
        at++;
        elements();
      } else if (body[at] == '{') {
        object();
      } else {
        add(endOfLine(at), NO_OBJECT);
      }
      if (parts.size() > most) {
        return false;
      }
    }
    return true;
  }

  private void skipByteOrderMark() {
    if (length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
      at = 3;
    }
  }

  /** Reads the elements of an array, from after its bracket to after the closing one. */
  private void elements() {
    boolean first = true;
    while (skipBlanks()) {
      if (body[at] == ']' && first) {
        at++;
        return;
      }
      element();
      if (parts.size() > most || !skipBlanks()) {
        break;
      }
      byte next = body[at++];
      if (next == ']') {
        return;
      }
      if (next != ',') {
        at--;
        add(length, "is not JSON: there is no comma after the element before it");
        return;
      }
      first = false;
    }
    if (at >= length && !endsWithFault()) {
      add(length, "is cut off: the array is not closed");
    }
  }

  private boolean endsWithFault() {
    return !parts.isEmpty()
        && parts.get(parts.size() - 1).end() == length
        && parts.get(parts.size() - 1).fault() != null;
  }

  private void element() {
    if (body[at] == '{') {
      object();
      return;
    }
    int end = endOfValue();
    if (end < 0) {
      add(length, "is cut off, or is not JSON");
    } else {
      add(end, NO_OBJECT);
    }
  }

  private void object() {
    int end = endOfValue();
    if (end < 0) {
      end = endOnThisLine();
    }
    if (end < 0) {
      add(length, "is cut off: an object is not closed, so the rest of the body is not read");
    } else {
      add(end, null);
    }
  }

  private void add(int end, @Nullable String fault) {
    parts.add(new Part(at, end, fault));
    at = end;
  }

  /** The position after the value; -1 if it is broken or never ends. */
  private int endOfValue() {
    value.restart();
    for (int i = at; i < length; i++) {
      switch (value.step(body[i])) {
        case INSIDE -> {}
        case LAST -> {
          return i + 1;
        }
        case PAST -> {
          return i;
        }
        case BROKEN -> {
          return -1;
        }
      }
    }
    return -1;
  }

  /** The position after the brace that closes the object by count, on the same line; else -1. */
  private int endOnThisLine() {
    int depth = 0;
    boolean inString = false;
    for (int i = at; i < length && body[i] != '\n'; i++) {
      byte b = body[i];
      if (inString) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          inString = false;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  private int endOfLine(int from) {
    int end = from;
    while (end < length && body[end] != '\n') {
      end++;
    }
    return end;
  }

  /** Moves to the next byte that is not white space. Returns false at the end. */
  private boolean skipBlanks() {
    while (at < length && isBlank(body[at])) {
      at++;
    }
    return at < length;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
