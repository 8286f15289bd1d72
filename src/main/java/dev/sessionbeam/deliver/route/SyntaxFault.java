package dev.sessionbeam.deliver.route;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** Describes to a person why a text is not JSON, without what is written there. */
final class SyntaxFault {
  /** What Jackson says of a word that is not in quotes. The word may be a secret. */
  private static final Pattern WORD = Pattern.compile("Unrecognized token .*", Pattern.DOTALL);

  private static final Pattern MORE =
      Pattern.compile("\\s*[\\r\\n].*|\\s*at \\[.*|\\s*\\(start marker.*", Pattern.DOTALL);

  private SyntaxFault() {}

  static String describe(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    String plain = WORD.matcher(message).replaceFirst("a text must be in double quotes");
    JsonLocation at = e.getLocation();
    return MORE.matcher(plain).replaceFirst("")
        + (at == null ? "" : " (column " + at.getColumnNr() + ")");
  }
}
