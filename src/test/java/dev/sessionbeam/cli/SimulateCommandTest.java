package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.stringContainsInOrder;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs {@code sessionbeam simulate} with files. */
class SimulateCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int simulate(String... flags) {
    List<String> all = new ArrayList<>(List.of("--output=" + folder.resolve("raw")));
    all.addAll(List.of(flags));
    return new CommandLine(new SimulateCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(new String[0]));
  }

  @Test
  void oneLineReportsWhatWasMade() {
    assertThat(simulate("--events=2000", "--machines=20", "--seed=1"), equalTo(0));
    assertThat(
        out.toString(),
        matchesRegex(
            "2,000 events of 20 machines, [0-9]+ of them invalid, and [0-9]+ duplicates:"
                + " [0-9,]+ bytes in .*raw\\R"));
  }

  @Test
  void allFaultsAreReportedTogetherAndNothingIsWritten() {
    int status =
        simulate(
            "--events=-5",
            "--machines=many",
            "--seed=1.5",
            "--files=0",
            "--disorder=2",
            "--duplicates=1.5",
            "--invalid=-1",
            "--start=soon");
    assertThat(status, equalTo(2));
    assertThat(
        err.toString(),
        stringContainsInOrder(
            "--events: '-5'",
            "--machines: 'many'",
            "--seed: '1.5'",
            "--files: '0'",
            "--disorder: '2'",
            "--duplicates: '1.5'",
            "--invalid: '-1'",
            "--start: 'soon'"));
    assertThat(err.toString(), not(containsString("at dev.sessionbeam")));
    assertThat(Files.exists(folder.resolve("raw")), equalTo(false));
  }

  @Test
  void missingRequiredFlagsAreNamed() {
    assertThat(simulate("--events=5"), equalTo(2));
    assertThat(err.toString(), stringContainsInOrder("--machines", "--seed"));
  }

  @Test
  void aFolderThatIsNotEmptyIsRejectedWithoutOverwrite() {
    String[] flags = {"--events=10", "--machines=2", "--seed=1"};
    assertThat(simulate(flags), equalTo(0));
    assertThat(simulate(flags), equalTo(2));
    assertThat(err.toString(), containsString("raw is not empty; --overwrite"));
    assertThat(simulate("--events=10", "--machines=2", "--seed=1", "--overwrite"), equalTo(0));
  }

  @Test
  void theHelpSaysThatDuplicatesComeOnTop() {
    assertThat(simulate("--help"), equalTo(0));
    assertThat(out.toString().replaceAll("\\s+", " "), containsString("on top"));
  }
}
