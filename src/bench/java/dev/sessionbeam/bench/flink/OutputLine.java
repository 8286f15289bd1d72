package dev.sessionbeam.bench.flink;

import java.nio.charset.StandardCharsets;

/** A line and its folder, such as {@code events/date=2017-02-05}. */
public final class OutputLine {
  public String folder;
  public byte[] text;

  /** Flink needs a constructor without parameters. */
  public OutputLine() {}

  OutputLine(String folder, byte[] text) {
    this.folder = folder;
    this.text = text;
  }

  OutputLine(String folder, String text) {
    this(folder, text.getBytes(StandardCharsets.UTF_8));
  }
}
