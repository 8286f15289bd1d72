package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");

  @TempDir private Path folder;

  @Test
  void everythingThatIsMissingIsReportedAtOnce() {
    CommandRun run = CommandRun.of("report");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        is(
            """
            sessionbeam: --input=FOLDER is missing: it is the --output of a run
            sessionbeam: --definition=FILE is missing
            """));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandRun run =
        CommandRun.of(
            "report",
            "--definition=" + NITRO,
            "--input=" + folder.resolve("nowhere"),
            "--gaps=1m,0,x,13h,5",
            "--funnel=start",
            "--funnel=start,,share",
            "--output=" + folder,
            "--correlations=" + file);
    assertThat(run.status(), is(2));
    for (String fault :
        List.of(
            "--input: " + folder.resolve("nowhere") + " does not exist: give the --output of a run",
            "--gaps: '0' must be longer than 0",
            "--gaps: 'x': 'x' is not a duration",
            "--gaps: 13h is more than half of max_duration, which is 1d",
            "--gaps: '5': needs a unit",
            "--funnel: 'start' must be from 2 to 20 actions",
            "--funnel: 'start,,share' must be from 2 to 20 actions",
            "--output: " + folder + " is a folder: give the name of a file",
            "--correlations: " + file + " is not a folder")) {
      assertThat(run.err(), containsString(fault));
    }
    assertThat(run.err().lines().toList(), hasSize(9));
  }

  @Test
  void aFlagOfRunIsNotOneOfReport() {
    CommandRun run = CommandRun.of("report", "--streaming");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--streaming is for run: report has no such flag"));
  }

  @Test
  void aFolderWithoutSessionsIsNotReported() {
    CommandRun run =
        CommandRun.of(
            "report",
            "--definition=" + NITRO,
            "--input=" + folder,
            "--output=" + folder.resolve("r.html"));
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        containsString("has no files of events or sessions: give the --output of a run"));
  }

  @Test
  void aDefinitionWhoseRolesDependOnTheArrivalIsRefused() throws IOException {
    Path definition =
        Files.writeString(
            folder.resolve("arrival.yaml"),
            Files.readString(NITRO)
                .replace(
                    "time: {field: timestamp, format: epoch_millis}",
                    "time: {field: \"arrival()\"}"));
    CommandRun run = CommandRun.of("report", "--definition=" + definition, "--input=" + folder);
    assertThat(run.err(), run.status(), is(2));
    assertThat(run.err(), containsString("depends on how a record arrived"));
  }

  /** More actions than have numbers, and names that would break a page. */
  @Test
  void hostileActionsStayTextAndAreBounded() throws IOException {
    List<String> names =
        List.of(
            "</script><script>alert(1)</script>", "\\u202eevil", "a\\u0000b", "\\\"'><img src=x>");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String action = i % 2 == 0 ? names.get(i / 2 % names.size()) : "other-" + i;
      lines.add(
          String.format(
              Locale.ROOT,
              "{\"event_id\":\"e%d\",\"machine_id\":\"m%d\",\"timestamp\":%d,\"action\":\"%s\",\"build\":\"11.0\"}",
              i,
              i % 3,
              1_486_285_200_000L + i * 1_000L,
              action));
    }
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.write(input.resolve("in.jsonl"), lines, StandardCharsets.UTF_8);
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("DirectRunner", NITRO, input, output);
    assertThat(run.err(), run.status(), is(0));
    Path page = folder.resolve("report.html");
    CommandRun report =
        CommandRun.of(
            "report",
            "--definition=" + NITRO,
            "--input=" + output,
            "--output=" + page,
            "--funnel=</script>,\u202e",
            "--runner=DirectRunner");
    assertThat(report.err(), report.status(), is(0));
    String html = Files.readString(page);
    assertThat(
        html,
        allOf(
            not(containsString("<script")),
            not(containsString("<img")),
            not(containsString("\u202e")),
            not(containsString("\0")),
            containsString("&lt;/script&gt;&lt;script&gt;alert(1)"),
            containsString("<em>all other actions</em>"),
            containsString("the first 30 of 101")));
  }
}
