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

  private final BodyText text;
  private final int most;
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

  private BodySplitter(BodyText text, int most) {
    this.text = text;
    this.most = most;
    this.at = text.start();
  }

  /**
   * Returns the parts in order; null if there are too many. White space is no part.
   *
   * @param length how many bytes of the array are the body
   * @param most the largest number of parts
   */
  public static @Nullable List<Part> of(byte[] body, int length, int most) {
    BodySplitter splitter = new BodySplitter(new BodyText(body, length), most);
    return splitter.split() ? splitter.parts : null;
  }

  private boolean split() {
    while (skipBlanks()) {
      if (text.at(at) == '[') {
        at++;
        elements();
      } else if (text.at(at) == '{') {
        object();
      } else {
        add(text.endOfLine(at), NO_OBJECT);
      }
      if (parts.size() > most) {
        return false;
      }
    }
    return true;
  }

  /** Reads the elements of an array, from after its bracket to after the closing one. */
  private void elements() {
    boolean first = true;
    while (skipBlanks()) {
      if (text.at(at) == ']' && first) {
        at++;
        return;
      }
      element();
      if (parts.size() > most || !skipBlanks()) {
        break;
      }
      byte next = text.at(at++);
      if (next == ']') {
        return;
      }
      if (next != ',') {
        at--;
        add(text.length(), "is not JSON: there is no comma after the element before it");
        return;
      }
      first = false;
    }
    if (at >= text.length() && !endsWithFault()) {
      add(text.length(), "is cut off: the array is not closed");
    }
  }

  private boolean endsWithFault() {
    return !parts.isEmpty()
        && parts.get(parts.size() - 1).end() == text.length()
        && parts.get(parts.size() - 1).fault() != null;
  }

  private void element() {
    if (text.at(at) == '{') {
      object();
      return;
    }
    int end = text.endOfValue(at);
    if (end < 0) {
      add(text.length(), "is cut off, or is not JSON");
    } else {
      add(end, NO_OBJECT);
    }
  }

  private void object() {
    int end = text.endOfValue(at);
    if (end < 0) {
      end = text.endOnThisLine(at);
    }
    if (end < 0) {
      add(
          text.length(),
          "is cut off: an object is not closed, so the rest of the body is not read");
    } else {
      add(end, null);
    }
  }

  private void add(int end, @Nullable String fault) {
    parts.add(new Part(at, end, fault));
    at = end;
  }

  /** Moves to the next byte that is not white space. Returns false at the end. */
  private boolean skipBlanks() {
    at = text.afterBlanks(at);
    return at < text.length();
  }
}
