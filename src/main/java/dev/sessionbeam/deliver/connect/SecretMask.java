package dev.sessionbeam.deliver.connect;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Hides secrets that a destination repeats in an answer: as they are, with escapes, and their
 * beginnings, if something on the way has cut them.
 */
final class SecretMask {
  private static final String HIDDEN = "***";

  /** A shorter beginning is in many words, and tells little. */
  private static final int SHORTEST_BEGINNING = 8;

  /** At the end of a text, where a secret may be cut in the middle. */
  private static final int SHORTEST_AT_END = 4;

  private SecretMask() {}

  /**
   * Returns a text without secrets. If escapes are within a secret, the text has none of the
   * escapes any more.
   */
  static String hide(String text, Collection<String> secrets) {
    List<String> hidden = secrets.stream().filter(secret -> !secret.isEmpty()).toList();
    if (hidden.isEmpty()) {
      return text;
    }
    String whole = hideWhole(text, hidden);
    String plain = hideParts(whole, hidden);
    List<String> decoded =
        Stream.concat(hidden.stream(), hidden.stream().map(Escapes::undoAll))
            .filter(secret -> !secret.isEmpty())
            .distinct()
            .toList();
    for (UnaryOperator<String> undo : Escapes.UNDO) {
      whole = hideWhole(undo.apply(whole), decoded);
    }
    String withoutEscapes = hideParts(whole, decoded);
    return withoutEscapes.equals(Escapes.undoAll(plain)) ? plain : withoutEscapes;
  }

  private static String hideWhole(String text, List<String> secrets) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    return hidden;
  }

  private static String hideParts(String text, List<String> secrets) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hideEnd(hideBeginnings(hidden, secret), secret);
    }
    return hidden;
  }

  private static String hideBeginnings(String text, String secret) {
    String beginning = secret.substring(0, Math.min(SHORTEST_BEGINNING, secret.length()));
    StringBuilder hidden = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, from)) {
      hidden.append(text, from, at).append(HIDDEN);
      from = at + same(text, at, secret);
    }
    return hidden.append(text, from, text.length()).toString();
  }

  /** Returns how many characters of a text, from there, are the beginning of a secret. */
  private static int same(String text, int from, String secret) {
    int most = Math.min(secret.length(), text.length() - from);
    int count = 0;
    while (count < most && text.charAt(from + count) == secret.charAt(count)) {
      count++;
    }
    return count;
  }

  private static String hideEnd(String text, String secret) {
    for (int length = Math.min(secret.length(), text.length());
        length >= SHORTEST_AT_END;
        length--) {
      int from = text.length() - length;
      if (text.startsWith(secret.substring(0, length), from)) {
        return text.substring(0, from) + HIDDEN;
      }
    }
    return text;
  }
}
