package dev.sessionbeam.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a contestant has written.
 *
 * @param sessions what makes up each session, sorted
 * @param events how many lines of events there are
 */
record Found(List<String> sessions, long events) {
  private static final ObjectReader JSON = JsonMapper.builder().build().reader();
  private static final int SHOWN = 3;

  static Found in(Path output) throws IOException {
    List<String> sessions = new ArrayList<>();
    for (Path file : files(output.resolve("sessions"))) {
      try (Stream<String> lines = Files.lines(file)) {
        for (String line : (Iterable<String>) lines::iterator) {
          sessions.add(identity(JSON.readTree(line)));
        }
      }
    }
    sessions.sort(null);
    return new Found(sessions, lines(output.resolve("events")));
  }

  /** How many lines there are in all files of a folder. */
  static long lines(Path dataset) throws IOException {
    long count = 0;
    for (Path file : files(dataset)) {
      try (Stream<String> lines = Files.lines(file)) {
        count += lines.count();
      }
    }
    return count;
  }

  private static String identity(JsonNode session) {
    return Stream.of("machine_id", "session_start", "session_end", "event_count", "session_id")
        .map(name -> session.path(name).asText())
        .collect(Collectors.joining(" "));
  }

  /** The files that a reader is meant to see. */
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

  /** In what this differs from the reference; empty where it does not. */
  String differenceFrom(Found reference) {
    List<String> faults = new ArrayList<>();
    if (events != reference.events) {
      faults.add(events + " events for " + reference.events);
    }
    if (!sessions.equals(reference.sessions)) {
      faults.add(sessions.size() + " sessions for " + reference.sessions.size());
      faults.add("only here: " + without(sessions, reference.sessions));
      faults.add("only there: " + without(reference.sessions, sessions));
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
