package dev.sessionbeam.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Reads the versions of this program, Beam, Flink and Java. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    Properties versions = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/sessionbeam.properties")) {
      versions.load(in);
    }
    return new String[] {
      "sessionbeam " + versions.getProperty("version"),
      "Apache Beam "
          + versions.getProperty("beam.version")
          + ", Apache Flink "
          + versions.getProperty("flink.version")
          + ", Java "
          + Runtime.version()
    };
  }
}
