package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A call of {@code report}, and its result. */
record ReportRun(CommandRun run, JsonNode json, String page) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reports an output, and expects that this works. */
  static ReportRun of(Path definition, Path input, Path folder, String... more) throws IOException {
    Path json = folder.resolve("report.json");
    Path page = folder.resolve("report.html");
    List<String> args =
        new ArrayList<>(
            List.of(
                "report",
                "--definition=" + definition,
                "--input=" + input,
                "--json=" + json,
                "--output=" + page));
    args.addAll(List.of(more));
    if (args.stream().noneMatch(arg -> arg.startsWith("--runner="))) {
      args.add("--runner=DirectRunner");
    }
    CommandRun run = CommandRun.of(args.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    return new ReportRun(run, JSON.readTree(json.toFile()), Files.readString(page));
  }

  /** The counts, in the form of {@link NaiveReport#counts}. */
  JsonNode counts() {
    Map<String, Object> all = new TreeMap<>();
    for (String field : List.of("sessions", "machines", "events")) {
      all.put(field, json.get(field).asInt());
    }
    all.put("by_day", flat("by_day", List.of("date"), List.of("sessions", "events")));
    all.put("by_hour", flat("by_hour", List.of("hour"), List.of("sessions", "events")));
    all.put(
        "actions",
        flat("actions", List.of("action"), List.of("events", "sessions", "first_of", "last_of")));
    all.put("next_actions", flat("next_actions", List.of("action", "next"), List.of("count")));
    all.put("pairs", flat("pairs", List.of("action", "other"), List.of("sessions")));
    Map<String, Object> gaps = new TreeMap<>();
    for (JsonNode gap : json.get("gaps")) {
      gaps.put(gap.get("gap_ms").asText(), gapCounts(gap));
    }
    all.put("gaps", gaps);
    List<Object> funnels = new ArrayList<>();
    for (JsonNode funnel : json.get("funnels")) {
      List<Long> steps = new ArrayList<>();
      funnel.forEach(step -> steps.add(step.get("sessions").asLong()));
      funnels.add(steps);
    }
    all.put("funnels", funnels);
    return JSON.valueToTree(all);
  }

  static Map<String, Long> gapCounts(JsonNode gap) {
    Map<String, Long> counts = new TreeMap<>();
    for (String field :
        List.of(
            "sessions",
            "first_event",
            "pause",
            "opening_event",
            "cap",
            "one_event",
            "max_duration_ms")) {
      counts.put(field, gap.get(field).asLong());
    }
    return counts;
  }

  /** Counts that are not zero, by the names of what they count; pairs in either order. */
  private Map<String, Long> flat(String array, List<String> names, List<String> values) {
    Map<String, Long> flat = new TreeMap<>();
    for (JsonNode item : json.get(array)) {
      List<String> key = new ArrayList<>();
      names.forEach(name -> key.add(item.get(name).asText()));
      if (array.equals("pairs")) {
        key.sort(null);
      }
      for (String value : values) {
        String tail = values.size() == 1 ? "" : " " + value;
        if (item.get(value).asLong() > 0) {
          flat.put(String.join(" ", key) + tail, item.get(value).asLong());
        }
      }
    }
    return flat;
  }
}
