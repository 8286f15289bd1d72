package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the command line: help, version, and the command {@code validate}. */
@Tag("locales")
class CommandLineTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "run", "validate", "simulate"})
  void everyLevelHasHelpAndVersion(String command) {
    CommandRun help = CommandRun.of((command + " --help").strip().split(" ", -1));
    assertThat(help.status(), is(0));
    assertThat(help.out(), containsString(("Usage: sessionbeam " + command).strip()));
    CommandRun version = CommandRun.of((command + " --version").strip().split(" ", -1));
    assertThat(version.status(), is(0));
    assertThat(version.out(), allOf(containsString("Apache Beam 2."), not(containsString("${"))));
  }

  @Test
  void aCallWithoutACommandIsWrongUsageAndPrintsTheHelp() {
    CommandRun run = CommandRun.of();
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("Usage: sessionbeam"));
  }

  @Test
  void theMessageForAnUnknownCommandNamesTheNearestOne() {
    CommandRun run = CommandRun.of("validat", "x.yaml");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("validate"));
  }

  @Test
  void validatePrintsTheDefinitionWithEveryDefault() {
    CommandRun run = CommandRun.of("validate", "pipelines/nitro.yaml");
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.out(), allOf(containsString("max_duration: 1d"), containsString("compression: gzip")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "help run", "help validate", "help simulate", "help version"})
  void helpIsACommand(String command) {
    CommandRun run = CommandRun.of(command.split(" ", -1));
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.out() + run.err(),
        containsString("Usage: sessionbeam" + command.substring("help".length())));
  }

  @Test
  void versionIsACommandThatPrintsTheSame() {
    CommandRun run = CommandRun.of("version");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), is(CommandRun.of("--version").out()));
  }

  @Test
  void validateTakesTheDefinitionAsRunDoes() {
    CommandRun run = CommandRun.of("validate", "--definition=pipelines/nitro.yaml");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), is(CommandRun.of("validate", "pipelines/nitro.yaml").out()));
  }

  @ParameterizedTest
  @CsvSource({
    "validate, --definition=FILE is missing",
    "validate --definition=, --definition is empty",
    "validate --definition=a b, --definition and DEFINITION: give one of them",
    "validate a b, Unmatched argument",
    "simulate --stream=s --files=2 --events=1 --machines=1 --seed=1, --files is for --output only",
    "simulate --stream=s --overwrite --events=1 --machines=1 --seed=1, --overwrite is for --output"
  })
  void wrongUsageOfTheOtherCommandsIsNamed(String command, String message) {
    CommandRun run = CommandRun.of(command.split(" ", -1));
    assertThat(run.err(), run.status(), is(2));
    assertThat(run.err(), containsString(message));
  }

  @Test
  void validateReportsAMissingFile() {
    CommandRun run = CommandRun.of("validate", Path.of("no", "such.yaml").toString());
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("such.yaml: it does not exist"));
  }
}
