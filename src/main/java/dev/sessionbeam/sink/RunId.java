package dev.sessionbeam.sink;

import java.io.Serializable;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a run, which is in the names of the files that it makes. A run that goes on after a
 * stop keeps its id; two runs never share one, so neither can replace a file of the other.
 *
 * @param value 16 hexadecimal digits
 */
public record RunId(String value) implements Serializable {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The id that a text holds.
   *
   * @throws IllegalArgumentException where it is not 16 hexadecimal digits
   */
  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a run id: '" + value + "'");
    }
  }

  /** A new id. Chance alone makes it: 64 random bits. */
  public static RunId draw() {
    return new RunId(HexFormat.of().toHexDigits(RANDOM.nextLong()));
  }

  @Override
  public String toString() {
    return value;
  }
}
