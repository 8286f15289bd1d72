package dev.sessionbeam.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkRest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads the logs of a cluster's JobManager and TaskManagers by its REST API, and puts their entries
 * in the order of time. It holds no more entries than were asked for.
 */
public final class ClusterLogs {
  private static final String JOB_MANAGER = "jobmanager";

  /** So many lines of a stack trace are kept. */
  private static final int MOST_LINES = 200;

  private final FlinkRest rest;
  private final Predicate<LogEntry> filter;

  /** How many entries of each process were read before. */
  private final Map<String, Long> read = new HashMap<>();

  private ClusterLogs(FlinkRest rest, Predicate<LogEntry> filter) {
    this.rest = rest;
    this.filter = filter;
  }

  /**
   * Opens the logs of a cluster.
   *
   * @param cluster the root of its REST API
   * @param atLeast the name of the least important level, such as {@code WARN}
   * @param containing a text that each entry must have; empty for all
   */
  public static ClusterLogs of(URI cluster, String atLeast, String containing) {
    LogEntry.Level least = LogEntry.Level.valueOf(atLeast);
    return new ClusterLogs(
        new FlinkRest(cluster),
        entry -> entry.level().compareTo(least) >= 0 && entry.text().contains(containing));
  }

  /**
   * Returns the last entries that were not returned before, each with its process before its first
   * line.
   *
   * @param most how many at most
   * @throws IOException with a message for the user, if the cluster does not answer
   */
  public List<String> next(int most) throws IOException {
    List<LogEntry> entries = new ArrayList<>(last(JOB_MANAGER, "/jobmanager/log", most));
    for (JsonNode manager : rest.get("/taskmanagers").path("taskmanagers")) {
      String id = manager.path("id").asText();
      entries.addAll(last(id, "/taskmanagers/" + id + "/log", most));
    }
    entries.sort(Comparator.comparing(LogEntry::time));
    return entries.subList(Math.max(0, entries.size() - most), entries.size()).stream()
        .map(entry -> entry.process() + " " + entry.text())
        .toList();
  }

  private Deque<LogEntry> last(String process, String path, int most) throws IOException {
    Deque<LogEntry> last = new ArrayDeque<>();
    long before = read.getOrDefault(process, 0L);
    long count = 0;
    try (Stream<String> lines = rest.lines(path)) {
      Entries entries = new Entries(process, lines.iterator());
      while (entries.hasNext()) {
        LogEntry entry = entries.next();
        count++;
        if (count > before && filter.test(entry)) {
          last.add(entry);
          if (last.size() > most) {
            last.remove();
          }
        }
      }
    }
    // A log that is shorter than before is a new one: its file was full, or the process is another.
    if (count < before) {
      read.remove(process);
      return last(process, path, most);
    }
    read.put(process, count);
    return last;
  }

  /** The entries in the lines of a log. */
  private static final class Entries implements Iterator<LogEntry> {
    private final String process;
    private final Iterator<String> lines;
    private String first;
    private boolean more;

    Entries(String process, Iterator<String> lines) {
      this.process = process;
      this.lines = lines;
      this.more = lines.hasNext();
      this.first = more ? lines.next() : "";
    }

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public LogEntry next() {
      StringBuilder entry = new StringBuilder(first);
      more = false;
      for (int i = 0; lines.hasNext() && !more; i++) {
        String line = lines.next();
        if (LogEntry.begins(line)) {
          first = line;
          more = true;
        } else if (i < MOST_LINES) {
          entry.append('\n').append(line);
        }
      }
      return LogEntry.of(process, entry.toString());
    }
  }
}
