package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** The figures of a report, computed from the events by lists alone. */
final class NaiveReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ACTIONS = List.of("start", "view", "edit", "save", "share");
  private static final long BEGIN = Instant.parse("2017-02-05T19:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  /** An event of the input. */
  record Event(String machine, long millis, String id, String action) {
    boolean opening() {
      return action.equals("start");
    }

    String json() {
      return String.format(
          Locale.ROOT,
          "{\"event_id\":\"%s\",\"machine_id\":\"%s\",\"timestamp\":%d,\"action\":\"%s\",\"build\":\"11.0\"}",
          id,
          machine,
          millis,
          action);
    }
  }

  /** A session, and why it starts. */
  record Session(List<Event> events, String reason) {
    long start() {
      return events.get(0).millis();
    }

    long duration() {
      return events.get(events.size() - 1).millis() - start();
    }
  }

  private final Map<String, List<Event>> machines = new TreeMap<>();

  NaiveReport(List<Event> events) {
    for (Event event : events) {
      machines.computeIfAbsent(event.machine(), any -> new ArrayList<>()).add(event);
    }
    machines
        .values()
        .forEach(
            own ->
                own.sort(
                    Comparator.comparingLong(Event::millis)
                        .thenComparing(event -> event.opening() ? 0 : 1)
                        .thenComparing(Event::id)));
  }

  /** Random events: pauses around gaps, ties, and robots that do not pause. */
  static List<Event> randomEvents(long seed) {
    Random random = new Random(seed);
    long[] pauses = {
      0,
      1,
      900,
      30_000,
      MINUTE - 1,
      MINUTE,
      MINUTE + 1,
      5 * MINUTE,
      30 * MINUTE - 1,
      30 * MINUTE,
      30 * MINUTE + 1,
      61 * MINUTE,
      120 * MINUTE,
      500 * MINUTE
    };
    List<Event> events = new ArrayList<>();
    for (int machine = 0; machine < 9; machine++) {
      long millis = BEGIN + random.nextInt(300) * MINUTE;
      boolean robot = machine % 4 == 3;
      int count = robot ? 900 : 1 + random.nextInt(60);
      for (int i = 0; i < count; i++) {
        millis += robot ? 20_000 + random.nextInt(39_000) : pauses[random.nextInt(pauses.length)];
        boolean start = random.nextInt(robot ? 400 : 9) == 0;
        String action = start ? "start" : ACTIONS.get(1 + random.nextInt(4));
        events.add(
            new Event(
                "m" + machine,
                millis,
                String.format(Locale.ROOT, "e%d-%04d", machine, random.nextInt(10_000)),
                action));
      }
    }
    TreeSet<String> seen = new TreeSet<>();
    events.removeIf(event -> !seen.add(event.machine() + event.millis() + event.id()));
    return events;
  }

  /** The sessions of all machines. */
  List<Session> sessions(Duration gap, Duration cap) {
    List<Session> sessions = new ArrayList<>();
    machines.values().forEach(own -> sessions.addAll(cut(own, gap.toMillis(), cap.toMillis())));
    return sessions;
  }

  private static List<Session> cut(List<Event> events, long gap, long cap) {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      String reason = null;
      if (i == 0) {
        reason = "first_event";
      } else {
        Event before = events.get(i - 1);
        long start = sessions.get(sessions.size() - 1).start();
        boolean sameInstant = before.millis() == event.millis() && before.opening();
        if (event.millis() - before.millis() >= gap) {
          reason = "pause";
        } else if (event.opening() && !sameInstant) {
          reason = "opening_event";
        } else if (cap > 0) {
          long multiple = event.millis() / cap * cap;
          if (multiple > before.millis() && 2 * (multiple - start) >= cap) {
            reason = "cap";
          }
        }
      }
      if (reason != null) {
        sessions.add(new Session(new ArrayList<>(), reason));
      }
      sessions.get(sessions.size() - 1).events().add(event);
    }
    return sessions;
  }

  /** The counts of a report: all of its fields but percentiles, ratios and those of lines. */
  JsonNode counts(List<Duration> gaps, Duration own, Duration cap, List<List<String>> funnels) {
    List<Session> sessions = sessions(own, cap);
    Map<String, Object> all = new TreeMap<>();
    all.put("sessions", sessions.size());
    all.put("machines", machines.size());
    all.put("events", machines.values().stream().mapToInt(List::size).sum());
    Map<String, Long> days = new TreeMap<>();
    Map<String, Long> hours = new TreeMap<>();
    Map<String, Long> actions = new TreeMap<>();
    Map<String, Long> next = new TreeMap<>();
    Map<String, Long> pairs = new TreeMap<>();
    for (Session session : sessions) {
      String start = Instant.ofEpochMilli(session.start()).toString();
      add(days, start.substring(0, 10) + " sessions");
      add(hours, Integer.parseInt(start.substring(11, 13)) + " sessions");
      TreeSet<String> present = new TreeSet<>();
      for (int i = 0; i < session.events().size(); i++) {
        Event event = session.events().get(i);
        String at = Instant.ofEpochMilli(event.millis()).toString();
        add(days, at.substring(0, 10) + " events");
        add(hours, Integer.parseInt(at.substring(11, 13)) + " events");
        add(actions, event.action() + " events");
        present.add(event.action());
        if (i > 0) {
          add(next, session.events().get(i - 1).action() + " " + event.action());
        }
      }
      add(actions, session.events().get(0).action() + " first_of");
      add(actions, session.events().get(session.events().size() - 1).action() + " last_of");
      for (String action : present) {
        add(actions, action + " sessions");
        present.tailSet(action, false).forEach(other -> add(pairs, action + " " + other));
      }
    }
    all.put("by_day", days);
    all.put("by_hour", hours);
    all.put("actions", actions);
    all.put("next_actions", next);
    all.put("pairs", pairs);
    Map<String, Object> byGap = new TreeMap<>();
    for (Duration gap : gaps) {
      byGap.put(String.valueOf(gap.toMillis()), gap(sessions(gap, cap)));
    }
    all.put("gaps", byGap);
    List<Object> funnelCounts = new ArrayList<>();
    funnels.forEach(steps -> funnelCounts.add(funnel(steps, sessions)));
    all.put("funnels", funnelCounts);
    return JSON.valueToTree(all);
  }

  private static void add(Map<String, Long> counts, String key) {
    counts.merge(key, 1L, Long::sum);
  }

  /** What a report says about one gap, but medians. */
  static Map<String, Long> gap(List<Session> sessions) {
    Map<String, Long> gap = new TreeMap<>();
    gap.put("sessions", (long) sessions.size());
    for (String reason : List.of("first_event", "pause", "opening_event", "cap")) {
      gap.put(reason, sessions.stream().filter(it -> it.reason().equals(reason)).count());
    }
    gap.put("one_event", sessions.stream().filter(it -> it.events().size() == 1).count());
    gap.put("max_duration_ms", sessions.stream().mapToLong(Session::duration).max().orElse(0));
    return gap;
  }

  private static List<Long> funnel(List<String> steps, List<Session> sessions) {
    List<Long> reached = new ArrayList<>();
    for (int length = 1; length <= steps.size(); length++) {
      List<String> first = steps.subList(0, length);
      reached.add(sessions.stream().filter(session -> has(session, first)).count());
    }
    return reached;
  }

  private static boolean has(Session session, List<String> steps) {
    int at = -1;
    List<String> actions = session.events().stream().map(Event::action).toList();
    for (String step : steps) {
      int found = actions.subList(at + 1, actions.size()).indexOf(step);
      if (found < 0) {
        return false;
      }
      at += 1 + found;
    }
    return true;
  }

  /** The pauses of all machines, sorted. */
  List<Long> pauses() {
    List<Long> pauses = new ArrayList<>();
    for (List<Event> own : machines.values()) {
      for (int i = 1; i < own.size(); i++) {
        pauses.add(own.get(i).millis() - own.get(i - 1).millis());
      }
    }
    pauses.sort(null);
    return pauses;
  }

  /** Some value of each session, sorted. */
  List<Long> values(Duration gap, Duration cap, ToLongFunction<Session> value) {
    return sessions(gap, cap).stream().mapToLong(value).sorted().boxed().toList();
  }
}
