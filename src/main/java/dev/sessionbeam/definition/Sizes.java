package dev.sessionbeam.definition;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes sizes such as {@code 64KiB}, {@code 256MiB} and {@code 2GiB}. */
public final class Sizes {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(KiB|MiB|GiB)");
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private Sizes() {}

  /** Returns the size in a setting, in bytes; or notes a fault and returns null. */
  static @Nullable Long read(YamlNode node) {
    String text = node.text();
    if (text == null) {
      return null;
    }
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      node.fault(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * Returns the size of a text, in bytes.
   *
   * @throws IllegalArgumentException if the text is not a size; its message is for a person
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size: write it like 64KiB, 256MiB or 2GiB");
    }
    long unit =
        switch (form.group(2)) {
          case "KiB" -> KIB;
          case "MiB" -> MIB;
          default -> GIB;
        };
    return Long.parseLong(form.group(1)) * unit;
  }

  /** Returns a text that reads as this size. The bytes must be a whole number of KiB. */
  static String text(long bytes) {
    if (bytes % GIB == 0) {
      return bytes / GIB + "GiB";
    }
    return bytes % MIB == 0 ? bytes / MIB + "MiB" : bytes / KIB + "KiB";
  }
}
