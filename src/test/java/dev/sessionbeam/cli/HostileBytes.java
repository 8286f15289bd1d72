package dev.sessionbeam.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Lines that a file of text cannot hold, or that are too long for one. */
final class HostileBytes {
  private static final String BEGINNING =
      "{\"id\":\"1\",\"device\":{\"id\":\"m\"},\"time\":1486288800000,\"action\":\"a\"";

  private HostileBytes() {}

  /** The lines, each a record that is rejected but for the last one. */
  static byte[] lines() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (String record :
        List.of(
            BEGINNING + ",\"x\":\"\0\"}",
            BEGINNING + ",\"x\":\"\u00ff\"}",
            BEGINNING + ",\"x\":\"\u00c3\"}",
            BEGINNING + ",\"x\":" + "[".repeat(1_001) + "]".repeat(1_001) + "}",
            BEGINNING + ",\"x\":\"" + "x".repeat(1 << 20) + "\"}",
            "\u001f\u008b\b\0damaged",
            "\u00ef\u00bb\u00bf" + BEGINNING + "}",
            BEGINNING + ",\"x\":\"\u001b[31m\"}",
            BEGINNING + ",\"build\":\"\\u001b[31m\\u202e\"}\r")) {
      lines.writeBytes((record + "\n").getBytes(ISO_8859_1));
    }
    return lines.toByteArray();
  }
}
