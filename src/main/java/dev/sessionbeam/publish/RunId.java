package dev.sessionbeam.publish;

import java.io.Serializable;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The id of a run, which is part of the names of its files. A run that resumes after a stop keeps
 * its id. Two runs never have the same id, so neither can replace a file of the other.
 *
 * @param value 16 hexadecimal digits
 */
public record RunId(String value) implements Serializable {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Creates the id from its text.
   *
   * @throws IllegalArgumentException if the text is not 16 hexadecimal digits
   */
  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a run id: it must have 16 hexadecimal digits (0-9, a-f)");
    }
  }

  /** Returns a new id of 64 random bits. */
  public static RunId draw() {
    return new RunId(HexFormat.of().toHexDigits(RANDOM.nextLong()));
  }

  @Override
  public String toString() {
    return value;
  }
}
