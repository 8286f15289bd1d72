package dev.sessionbeam.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tracker: its file, and how it works in pages that Node pretends. */
class TrackerTest {
  private static final Path SOURCE = Path.of("collector/tracker.js");
  private static final Path MINIFIED = Path.of("collector/tracker.min.js");
  private static final Path TESTS = Path.of("src/test/tracker/tracker.test.js");
  private static final int MOST_BYTES = 5_000;
  private static final int NUMBER_OF_TESTS = 34;

  @Test
  void theMinifiedFileHasLessThanFiveThousandBytesCompressed() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(Files.readAllBytes(MINIFIED));
    }
    assertThat(compressed.size(), is(lessThan(MOST_BYTES)));
  }

  @Test
  void theMinifiedFileIsMadeOfTheSource() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SOURCE));
    assertThat(
        "run make tracker",
        Files.readString(MINIFIED),
        startsWith(
            "/*! sessionbeam tracker, Apache-2.0, of " + HexFormat.of().formatHex(hash) + " */\n"));
  }

  /** A strict Content-Security-Policy forbids these. */
  @ParameterizedTest
  @ValueSource(strings = {"eval(", "Function(", "innerHTML", "document.write", "import(", ".style"})
  void nothingIsInTheFileThatAStrictPolicyForbids(String forbidden) throws Exception {
    String text = new String(Files.readAllBytes(MINIFIED), UTF_8);
    assertThat(text, not(containsString(forbidden)));
    assertThat(text, not(containsString("require(")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector/tracker.js", "collector/tracker.min.js"})
  void eachFilePassesItsTestsInNode(String file) throws Exception {
    NodeTests.requireNode();
    NodeTests.run(
        TESTS, Map.of("TRACKER", Path.of(file).toAbsolutePath().toString()), NUMBER_OF_TESTS);
  }
}
