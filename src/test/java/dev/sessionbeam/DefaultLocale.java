package dev.sessionbeam;

import java.util.Locale;

/** Another default locale of the JVM, until it is closed. */
public final class DefaultLocale implements AutoCloseable {
  private final Locale before = current();

  private DefaultLocale() {}

  /**
   * Sets the default locale.
   *
   * @param tag a language tag, such as {@code ar-EG}
   */
  public static DefaultLocale of(String tag) {
    DefaultLocale changed = new DefaultLocale();
    Locale.setDefault(Locale.forLanguageTag(tag));
    return changed;
  }

  @SuppressForbidden(reason = "only to set it again later")
  private static Locale current() {
    return Locale.getDefault();
  }

  @Override
  public void close() {
    Locale.setDefault(before);
  }
}
