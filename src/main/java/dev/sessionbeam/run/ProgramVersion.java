package dev.sessionbeam.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program. */
final class ProgramVersion {
  private ProgramVersion() {}

  /** Returns the version, as the build wrote it. */
  static String current() {
    Properties versions = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream("/sessionbeam.properties")) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty("version", "unknown");
  }
}
