package dev.sessionbeam.status;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a process's log: a line with a time and a level, and the lines below it that have
 * none, such as a stack trace.
 *
 * @param time as it is written, such as {@code 2017-02-05 10:00:00,123}
 * @param process the process that wrote it
 */
record LogEntry(String time, Level level, String process, String text) {
  /** The levels of Flink's logs, from the least important one. */
  enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL
  }

  private static final Pattern BEGIN =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[,.]\\d+)\\s+"
              + "\\[?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\b.*");

  /** Whether a line begins an entry. */
  static boolean begins(String line) {
    return BEGIN.matcher(line).matches();
  }

  /**
   * Creates an entry from its lines.
   *
   * @param lines with line breaks between them; if the first one has no time, the entry has none
   */
  static LogEntry of(String process, String lines) {
    int end = lines.indexOf('\n');
    Matcher begin = BEGIN.matcher(end < 0 ? lines : lines.substring(0, end));
    return begin.matches()
        ? new LogEntry(begin.group(1), Level.valueOf(begin.group(2)), process, lines)
        : new LogEntry("", Level.INFO, process, lines);
  }
}
