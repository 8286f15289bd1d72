package dev.sessionbeam.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sessionbeam.parquet.RowCount;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The current results that a contestant has written: of a session that was written again, only the
 * last revision counts.
 *
 * @param sessions the identifying values of each current session, sorted
 * @param events the number of lines of events of these sessions
 * @param areRevised whether any session was written again
 */
record Found(List<String> sessions, long events, boolean areRevised) {
  private static final ObjectReader JSON = JsonMapper.builder().build().reader();
  private static final int SHOWN = 3;

  static Found in(Path output) throws IOException {
    CurrentSessions current = new CurrentSessions();
    for (Path file : files(output.resolve("sessions"))) {
      try (Stream<String> lines = Files.lines(file)) {
        for (String line : (Iterable<String>) lines::iterator) {
          JsonNode session = JSON.readTree(line);
          current.add(session, identity(session));
        }
      }
    }
    List<String> sessions = new ArrayList<>(current.identities());
    sessions.sort(null);
    Path events = output.resolve("events");
    long count = current.areRevised() ? currentEvents(events, current) : lines(events);
    return new Found(sessions, count, current.areRevised());
  }

  private static long currentEvents(Path events, CurrentSessions sessions) throws IOException {
    long count = 0;
    for (Path file : files(events)) {
      try (Stream<String> lines = Files.lines(file)) {
        for (String line : (Iterable<String>) lines::iterator) {
          count += sessions.haveEvent(JSON.readTree(line)) ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** Returns the number of lines, or of rows of Parquet, in all files of a folder. */
  static long lines(Path dataset) throws IOException {
    long count = 0;
    for (Path file : files(dataset)) {
      count += file.toString().endsWith(".parquet") ? rows(file) : linesOf(file);
    }
    return count;
  }

  private static long rows(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return RowCount.of(channel);
    }
  }

  private static long linesOf(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private static String identity(JsonNode session) {
    return Stream.of("machine_id", "session_start", "session_end", "event_count", "session_id")
        .map(name -> session.path(name).asText())
        .collect(Collectors.joining(" "));
  }

  /** Returns the files that are visible to readers. */
  private static List<Path> files(Path dataset) throws IOException {
    if (!Files.isDirectory(dataset)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(dataset)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }

  /** Returns the differences from the reference; empty if there are none. */
  String differenceFrom(Found reference) {
    List<String> faults = new ArrayList<>();
    if (events != reference.events) {
      faults.add(events + " events instead of " + reference.events);
    }
    if (!sessions.equals(reference.sessions)) {
      faults.add(sessions.size() + " sessions instead of " + reference.sessions.size());
      faults.add("only here: " + without(sessions, reference.sessions));
      faults.add("only in the reference: " + without(reference.sessions, sessions));
    }
    return String.join("; ", faults);
  }

  private static List<String> without(List<String> some, List<String> others) {
    List<String> left = new ArrayList<>();
    int other = 0;
    for (String one : some) {
      while (other < others.size() && others.get(other).compareTo(one) < 0) {
        other++;
      }
      if (other < others.size() && others.get(other).equals(one)) {
        other++;
      } else if (left.size() < SHOWN) {
        left.add(one);
      }
    }
    return left;
  }
}
