package dev.sessionbeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code init} drafts. Each golden file is the draft for a sample; to write them again: {@code
 * mvn test -Dtest=InitCommandTest -Dgolden.update=true}.
 */
@Tag("locales")
class InitCommandTest {
  private static final Path FOLDER = Path.of("src/test/resources/init");

  private static final String ECS_ACTION = "coalesce(event.action, this['event.action'])";
  private static final String OTEL_ACTION =
      "coalesce(eventName, attributes.first('key', 'event.name').value.stringValue)";

  /** What a person writes where the draft of an example asks, and what only a person knows. */
  private static final Map<String, Map<String, String>> ANSWERS =
      Map.of(
          "cloudfront",
          Map.of(
              "machine", "this['c-ip'] + ' ' + this['cs(User-Agent)']",
              "zone", "UTC",
              "action", "cs-method",
              "opening",
                  "this['cs(Referer)'] != '-' && !this['cs(Referer)'].startsWith('https://www.example.com/')"),
          "ecs",
          Map.of(
              "machine",
              "coalesce(user.id, this['user.id'], client.ip, this['client.ip'])",
              "action",
              ECS_ACTION,
              "opening",
              ECS_ACTION + " == 'user-login'"),
          "ga4",
          Map.of(),
          "opentelemetry",
          Map.of(
              "machine",
              "coalesce(attributes.first('key', 'user.id').value.stringValue, attributes.first('key', 'client.address').value.stringValue)",
              "field",
              "coalesce(timeUnixNano, observedTimeUnixNano)",
              "action",
              OTEL_ACTION,
              "opening",
              OTEL_ACTION + " == 'session.start'"),
          "segment",
          Map.of(
              "machine", "coalesce(userId, anonymousId)",
              "field", "timestamp",
              "action", "\"type == 'track' ? event : type\"",
              "fields", "[context]",
              "opening", "type == 'page' && context.campaign.source != ''"),
          "snowplow",
          Map.of(
              "machine", "coalesce(domain_userid, network_userid)",
              "field", "coalesce(derived_tstamp, collector_tstamp)",
              "fields", "[mkt_source]",
              "opening", "event_name == 'page_view' && mkt_source != null"));

  @TempDir private Path folder;

  private static CommandRun init(String... args) {
    return init(new byte[0], args);
  }

  private static CommandRun init(byte[] standardInput, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[args.length + 1];
    all[0] = "init";
    System.arraycopy(args, 0, all, 1, args.length);
    int status =
        Main.run(
            new ByteArrayInputStream(standardInput),
            Terminal.NONE,
            new PrintWriter(out),
            new PrintWriter(err),
            all);
    return new CommandRun(status, out.toString(), err.toString());
  }

  private static String example(String name) {
    return "testdata/examples/" + name + ".jsonl";
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudfront", "ecs", "ga4", "opentelemetry", "segment", "snowplow"})
  void theDraftOfAnExampleIsInItsGoldenFile(String name) throws IOException {
    requireGolden(name + ".txt", init(example(name)));
  }

  @Test
  void theDraftOfNitroAsksAboutSecondsAndSpelling() throws IOException {
    requireGolden("nitro.txt", init("testdata/nitro/raw/part-000.jsonl"));
  }

  private static void requireGolden(String golden, CommandRun run) throws IOException {
    assertThat(run.err(), run.status(), is(0));
    String printed = run.out() + "\n" + run.err();
    Path file = FOLDER.resolve(golden);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, printed);
    }
    assertThat(printed, is(Files.readString(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudfront", "ecs", "ga4", "opentelemetry", "segment", "snowplow"})
  void withItsQuestionsAnsweredADraftGivesTheSessionsOfTheDefinitionByHand(String name)
      throws IOException {
    Path draft = folder.resolve("draft.yaml");
    CommandRun run = init(example(name), "--output=" + draft);
    assertThat(run.err(), run.status(), is(0));
    String answered = answer(Files.readString(draft), ANSWERS.getOrDefault(name, Map.of()));
    Path byHand = Path.of("pipelines/examples", name + ".yaml");
    // What is left out on purpose is not in the sample.
    String withoutFilter = Files.readString(byHand).replaceFirst("(?m)^filter:\\n(  .*\\n)+", "");
    assertThat(sessions(answered, example(name)), is(sessions(withoutFilter, example(name))));
  }

  @Test
  void withTheProposedRulesTheDraftOfNitroGivesTheSessionsOfTheDefinitionByHand()
      throws IOException {
    String sample = "testdata/nitro/raw/part-000.jsonl";
    Path draft = folder.resolve("draft.yaml");
    assertThat(init(sample, "--output=" + draft).status(), is(0));
    String rules =
        "clean:\n  - when: timestamp < 100000000000\n    scale: {timestamp: 1000}\n  - trim: action\n    lower: action\n";
    String text = Files.readString(draft);
    assertThat(
        text,
        containsString(rules.replace("clean:\n  ", "#   ").replace("\n  ", "\n#   ").strip()));
    String answered = text.replaceFirst("(?m)^clean:\\n", rules);
    assertThat(
        sessions(answered, sample),
        is(sessions(Files.readString(Path.of("pipelines/nitro.yaml")), sample)));
  }

  /** Writes answers into the empty settings of a draft, and adds settings that it does not have. */
  private static String answer(String draft, Map<String, String> answers) {
    String text = draft;
    for (Map.Entry<String, String> answer : answers.entrySet()) {
      String value = answer.getKey() + ": " + answer.getValue();
      switch (answer.getKey()) {
        case "fields" -> text = text.replaceFirst("(?m)^event:$", "event:\n  " + value);
        case "opening" ->
            text =
                text.replaceFirst("(?m)^  opening:.*\\n", "")
                    .replaceFirst("(?m)^  gap: 30m$", "  gap: 30m\n  " + literal(value));
        default ->
            text = text.replaceFirst("(?m)^( +)" + answer.getKey() + ":$", "$1" + literal(value));
      }
    }
    return text;
  }

  private static String literal(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  /** The machine, start, end and number of events of each session of a sample. */
  private List<String> sessions(String definition, String sample) throws IOException {
    Path file = Files.writeString(folder.resolve("definition.yaml"), definition);
    String first = Files.readString(Path.of(sample)).lines().limit(1_000).count() + " records";
    CommandRun run = CommandRun.of("explain", "--json", "--definition=" + file, sample);
    assertThat(run.err() + first, run.status(), is(0));
    TreeSet<String> sessions = new TreeSet<>();
    for (String line : run.out().lines().toList()) {
      JsonNode node = Json.tree(line);
      if (node.path("kind").asText().equals("machine")) {
        for (JsonNode session : node.path("sessions")) {
          sessions.add(node.path("machine").asText() + " " + session);
        }
      }
    }
    assertThat(sessions, is(not(empty())));
    return new ArrayList<>(sessions);
  }

  @Test
  void aDraftWithAQuestionIsNotValidAndNamesItsLine() throws IOException {
    Path sample = Files.writeString(folder.resolve("local.jsonl"), LOCAL);
    Path draft = folder.resolve("local.yaml");
    CommandRun run = init(sample.toString(), "--output=" + draft);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), startsWith(draft + " has 1 question. validate says:\n  line "));
    assertThat(run.out(), containsString("event.time.zone: is empty"));
    assertThat(CommandRun.of("validate", draft.toString()).status(), is(2));
    String answered = Files.readString(draft).replace("zone:\n", "zone: Europe/Berlin\n");
    Files.writeString(draft, answered);
    assertThat(CommandRun.of("validate", draft.toString()).err(), is(""));
  }

  private static final String LOCAL =
      """
      {"event_id":"1","machine_id":"m","timestamp":"2024-03-10T12:00:00","action":"view"}
      {"event_id":"2","machine_id":"m","timestamp":"2024-03-10T12:01:00","action":"edit"}
      """;

  @Test
  void aFileThatIsThereIsNotReplacedUnlessAsked() throws IOException {
    Path sample = Files.writeString(folder.resolve("local.jsonl"), LOCAL);
    Path draft = Files.writeString(folder.resolve("mine.yaml"), "name: mine\n");
    CommandRun run = init(sample.toString(), "--output=" + draft);
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--output: " + draft + " exists"));
    assertThat(Files.readString(draft), is("name: mine\n"));
    assertThat(init(sample.toString(), "--output=" + draft, "--overwrite").status(), is(0));
    assertThat(Files.readString(draft), containsString("name: mine\n"));
    assertThat(Files.readString(draft), containsString("machine: machine_id"));
  }

  @Test
  void aSampleThatCannotBeReadSaysWhatToDo() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n");
    Path text = Files.writeString(folder.resolve("text.log"), "GET /\nGET /shoes\n");
    requireFault(init(empty.toString()), "has no records: give a file of JSON");
    requireFault(init(text.toString()), "has no record that is a JSON object: give a file of JSON");
    requireFault(init(folder.toString()), "is a folder: give one file of it");
    requireFault(init(folder.resolve("none").toString()), "none");
    requireFault(init(empty.toString(), "--overwrite"), "--overwrite has no meaning without");
  }

  private static void requireFault(CommandRun run, String message) {
    assertThat(run.err(), run.status(), is(2));
    assertThat(run.err(), containsString(message));
    assertThat(run.err(), not(containsString("\tat ")));
  }

  @Test
  void theStandardInputIsASampleToo() {
    CommandRun run = init(LOCAL.getBytes(UTF_8), "-");
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.out(), startsWith("# Drafted by sessionbeam init from 2 records of standard input."));
    assertThat(run.out(), containsString("name: events\n"));
  }

  @Test
  void recordsInRecordsAreFound() throws IOException {
    String event = "{\"id\":\"%s\",\"device_id\":\"d\",\"ts\":171007200%s,\"action\":\"view\"}";
    String one = event.replace("%s", "1");
    String two = event.replace("%s", "2");
    Path array = Files.writeString(folder.resolve("array.json"), "[" + one + "," + two + "]");
    assertThat(init(array.toString()).out(), containsString("  unwrap: this\n"));
    String text = one.replace("\"", "\\\"");
    String logs =
        "{\"owner\":\"1\",\"logEvents\":[{\"id\":\"9\",\"timestamp\":1,\"message\":\""
            + text
            + "\"}]}";
    Path cloudWatch = Files.writeString(folder.resolve("logs.json"), logs);
    CommandRun run = init(cloudWatch.toString());
    assertThat(run.out(), containsString("  unwrap: logEvents.message\n"));
    assertThat(run.out(), containsString("  machine: device_id\n"));
    assertThat(run.out(), containsString("    format: epoch_seconds\n"));
  }

  @Test
  void fieldsWithoutATellingNameAreListedByTheirValues() throws IOException {
    StringBuilder sample = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      sample.append("{\"When\":\"03/0" + (i + 1) + "/2024 12:00\",\"Who\":\"p" + i % 3 + "\",");
      sample.append("\"What\":\"" + (i % 2 == 0 ? "up" : "down") + "\",\"of\":\"" + i + "\"}\n");
    }
    CommandRun run = init(sample.toString().getBytes(UTF_8), "-");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("  #   Who: in every record, 3 different values\n"));
    assertThat(run.out(), containsString("  #   What: in every record, 2 different values\n"));
    assertThat(run.out(), containsString("QUESTION 2: Which of these formats is it?"));
    assertThat(run.out(), containsString("    #   MM/dd/yyyy HH:mm[:ss]\n    #   dd/MM/yyyy"));
    assertThat(run.out(), not(containsString("#   of:")));
    assertThat(run.err(), startsWith("The draft has 4 questions. validate says:\n"));
  }

  @Test
  void namesAndValuesCannotBreakOutOfTheDraft() throws IOException {
    String name = "a\\n# b: \\\"c\\u001b'`{}\\u2028\\ud83d\\ude00é: #";
    String value = "x\\n\\u001b[31m' # \\\"y\\\\ \\ufeff";
    StringBuilder sample = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      sample.append("{\"event_id\":\"" + i + "\",\"machine_id\":\"m\",\"timestamp\":171007200" + i);
      sample.append(",\"action\":\"" + value + " start\",\"" + name + "\":1,\"\":2,\"k.y\":3}\n");
    }
    Path file = Files.writeString(folder.resolve("hostile.jsonl"), sample.toString());
    Path draft = folder.resolve("hostile.yaml");
    CommandRun run = init(file.toString(), "--output=" + draft);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("4 events in 4 sessions"));
    CommandRun valid = CommandRun.of("validate", draft.toString());
    assertThat(valid.err(), valid.status(), is(0));
    String uncommented =
        Files.readString(draft).replace("\n#output:", "\noutput:").replace("\n#  ", "\n  ");
    Files.writeString(draft, uncommented);
    CommandRun columns = CommandRun.of("validate", draft.toString());
    assertThat(columns.err() + uncommented, columns.status(), is(0));
    assertThat(columns.out(), containsString("k.y"));
  }

  @Test
  void onlySoManyFieldsAndRecordsAreLookedAt() throws IOException {
    StringBuilder sample = new StringBuilder();
    for (int i = 0; i < 10_001; i++) {
      sample.append("{\"event_id\":\"" + i + "\",\"machine_id\":\"m\",\"ts\":1710072000");
      sample.append(",\"action\":\"view\",\"f" + i + "\":1}\n");
    }
    CommandRun run = init(sample.toString().getBytes(UTF_8), "-");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("the first 10,000 records of standard input."));
    assertThat(run.out(), containsString("# They have more than 2,000 fields."));
    assertThat(run.err(), containsString("10000 records: 10000 events in 1 session"));
  }
}
