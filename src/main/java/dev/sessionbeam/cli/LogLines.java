package dev.sessionbeam.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.Consumer;

/** Hands each line on to a log, without the line's end. */
final class LogLines extends Writer {
  private final Consumer<String> log;
  private final StringBuilder line = new StringBuilder();

  private LogLines(Consumer<String> log) {
    this.log = log;
  }

  /** Returns a writer for what a command prints. */
  static PrintWriter to(Consumer<String> log) {
    return new PrintWriter(new LogLines(log), /* autoFlush= */ true);
  }

  @Override
  public void write(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == '\n') {
        end();
      } else if (text[i] != '\r') {
        line.append(text[i]);
      }
    }
  }

  private void end() {
    if (!line.toString().isBlank()) {
      log.accept(line.toString());
    }
    line.setLength(0);
  }

  /** Does nothing: a line that has not ended yet would be two entries of the log. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    end();
  }
}
