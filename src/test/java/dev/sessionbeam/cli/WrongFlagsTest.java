package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong flag is named in a message of one line, whoever reads it: this program or Beam. */
class WrongFlagsTest {
  private static final String DEFINITION =
      """
      name: small
      event:
        id: id
        machine: m
        time: {field: t, format: epoch_millis}
        action: a
      session: {gap: 30m}
      """;

  @TempDir private Path folder;
  private Path definition = Path.of("");
  private Path raw = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    definition = Files.writeString(folder.resolve("small.yaml"), DEFINITION);
    raw = Files.createDirectory(folder.resolve("raw"));
    output = folder.resolve("out");
    Files.writeString(
        raw.resolve("a.jsonl"), "{\"id\":\"e\",\"m\":\"m\",\"t\":1486252800000,\"a\":\"x\"}\n");
  }

  private CommandRun run(String runner, List<String> flags) {
    return CommandRun.run(runner, definition, raw, output, flags.toArray(new String[0]));
  }

  private static void isUsage(CommandRun run, String message) {
    assertThat(run.err(), run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString(message),
            not(containsString("\tat ")),
            not(containsString("[Source")),
            not(containsString("java.")),
            not(containsString("bug"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "region",
        "runner",
        "parallelism",
        "maxParallelism",
        "jobName",
        "tempLocation",
        "awsRegion",
        "endpoint",
        "flinkMaster",
        "savepointPath",
        "stateBackend",
        "flinkConfDir",
        "filesToStage",
        "checkpointingInterval",
        "userAgent",
        "maxDisorder",
        "compression",
        "from",
        "maxInvalid",
        "grouping",
        "filesPerPartition",
        "s3Endpoint",
        "definition",
        "input",
        "output",
        "archive",
        "routes"
      })
  void anEmptyFlagIsNamed(String flag) {
    isUsage(
        CommandRun.of("run", "--" + flag + "="),
        "sessionbeam: --" + flag + " is empty: write --" + flag + "=VALUE, or leave it out\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --parallelism=abc              | --parallelism: 'abc' is not valid here: it must be a whole number, up to 2147483647
          --parallelism=4.5              | --parallelism: '4.5' is not valid here: it must be a whole number
          --parallelism=9999999999       | --parallelism: '9999999999' is not valid here: it must be a whole number
          --checkpointingInterval=soon   | --checkpointingInterval: 'soon' is not valid here: it must be a whole number, up to 9223372036854775807
          --filesPerPartition=many       | --filesPerPartition: 'many' is not valid here: it must be a whole number
          --targetParallelism=x          | --targetParallelism: 'x' is not valid here
          --objectReuse=maybe            | --objectReuse: 'maybe' is not valid here: it must be true or false
          --endpoint=abc                 | --endpoint: 'abc' is not valid here: The URI scheme
          --endpoint=:                   | --endpoint: ':' is not valid here
          --awsCredentialsProvider={}    | --awsCredentialsProvider: '{}' is not valid here
          --awsCredentialsProvider={     | --awsCredentialsProvider: '{' is not valid here
          --proxyConfiguration=x         | --proxyConfiguration: 'x' is not valid here
          --stableUniqueNames=x          | --stableUniqueNames: 'x' is not valid here: it must be one of
          --compresion=gzip              | unknown flag --compresion; did you mean --compression?
          --paralelism=4                 | unknown flag --paralelism; did you mean --parallelism?
          --zzz=1                        | unknown flag --zzz
          --=x                           | '--=x' is not a flag: it has no name
          parallelism=4                  | 'parallelism=4' is not a flag; flags are written --name=value
          --overwrite=maybe              | --overwrite
          """)
  void aFlagThatBeamRejectsIsNamed(String flag, String message) {
    isUsage(run("FlinkRunner", List.of(flag)), message);
    assertThat(Files.exists(output.resolve("events")), is(false));
  }

  @Test
  void anUnknownRunnerIsNamedWithTheKnownOnes() {
    isUsage(
        CommandRun.of("run", "--runner=Foo"),
        "--runner: 'Foo' is not valid here: Unknown 'runner' specified 'Foo', supported pipeline"
            + " runners");
  }

  @Test
  void allOfThemAreReportedTogether() {
    CommandRun run =
        run(
            "FlinkRunner",
            List.of("--parallelism=x", "--region=", "--compresion=x", "--endpoint=y"));
    isUsage(run, "--parallelism: 'x' is not valid here");
    isUsage(run, "--region is empty");
    isUsage(run, "unknown flag --compresion");
    isUsage(run, "--endpoint: 'y' is not valid here");
  }

  @ParameterizedTest
  @CsvSource({
    "FlinkRunner, --parallelism=0", "FlinkRunner, --parallelism=-5",
    "FlinkRunner, --executionModeForBatch=foo", "FlinkRunner, --flinkConfDir=/nowhere",
    "FlinkRunner, --flinkMaster=[foo]", "DirectRunner, --targetParallelism=0"
  })
  void aValueThatOnlyTheRunnerReadsIsAFaultOfItsFlag(String runner, String flag)
      throws IOException {
    isUsage(run(runner, List.of(flag)), "the runner does not accept " + flag + ": ");
    assertThat(CommandRun.lines(output, "events"), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          - a                    | options.yaml, line 1: is not a YAML map of flags
          just a text            | options.yaml, line 1: is not a YAML map of flags
          a: [                   | is not a YAML map of flags, such as 'parallelism: 4'
          a: {b: c}              | options.yaml: a must be one value or a list
          input: [[a]]           | options.yaml: input must be one value or a list
          region:                | --region is empty
          parallelism: abc       | --parallelism: 'abc' is not valid here
          compresion: gzip       | unknown flag --compresion; did you mean --compression?
          startAt: latest        | --startAt is for --stream
          maxInvalid: many       | --maxInvalid: 'many' is not a share
          """)
  void anOptionsFileIsCheckedAsTheCommandLineIs(String yaml, String message) throws IOException {
    Path options = Files.writeString(folder.resolve("options.yaml"), yaml);
    isUsage(run("DirectRunner", List.of("--options=" + options)), message);
  }

  @Test
  void anOptionsFileThatCannotBeReadIsNamed() throws IOException {
    isUsage(
        run("DirectRunner", List.of("--options=" + folder)), "--options: cannot read " + folder);
    Path none = folder.resolve("none.yaml");
    isUsage(
        run("DirectRunner", List.of("--options=" + none)),
        "--options: cannot read " + none + ": it does not exist");
    isUsage(run("DirectRunner", List.of("--options=")), "--options is empty");
    Path latin =
        Files.write(folder.resolve("l.yaml"), "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    isUsage(run("DirectRunner", List.of("--options=" + latin)), "is not UTF-8");
    Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(2 << 20));
    isUsage(run("DirectRunner", List.of("--options=" + large)), "is larger than 1 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "\n\n", "filesToStage: [a, b]\n"})
  void anOptionsFileMayBeEmptyOrHaveAList(String yaml) throws IOException {
    Path options = Files.writeString(folder.resolve("options.yaml"), yaml);
    CommandRun run = run("DirectRunner", List.of("--options=" + options, "--maxInvalid=5"));
    isUsage(run, "--maxInvalid: '5' is not a share");
    assertThat(run.err().lines().count(), is(1L));
  }

  @Test
  void aNameThatNoFileCanHaveIsNamed() {
    isUsage(
        CommandRun.of("run", "--definition=a\0b", "--input=" + raw, "--output=" + output),
        "a\\0b is not a path: a path has no NUL character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid", "late", ""})
  void rejectedRecordsNeedReplay(String dataset) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "{\"reason\":\"not_json\",\"stage\":\"validate\",\"message\":\"x\",\"source\":{\"file\":\"f\",\"offset\":0},\"raw\":\"nope\"}");
    Path in =
        Files.createDirectories(folder.resolve("old").resolve(dataset).resolve("date=2017-02-05"));
    Path file = Files.write(in.resolve("part-00000-of-00001.jsonl"), lines);
    Path all = folder.resolve("old").resolve(dataset);
    for (Path input : dataset.isEmpty() ? List.of(file) : List.of(file, all)) {
      CommandRun run = CommandRun.run("DirectRunner", definition, input, output);
      isUsage(run, "--input: " + file + " holds rejected records of an earlier run: give --replay");
    }
    CommandRun replay = CommandRun.run("DirectRunner", definition, all, output, "--replay");
    assertThat(replay.err(), replay.status(), is(0));
    CommandRun meant =
        CommandRun.run(
            "DirectRunner",
            definition,
            all,
            output,
            "--replay=false",
            "--overwrite",
            "--allowEmpty");
    assertThat(meant.err(), meant.status(), is(0));
  }

  @Test
  void aFolderBesideRawRecordsIsFoundByItsName() throws IOException {
    Path in = Files.createDirectories(folder.resolve("old/invalid/date=2017-02-05"));
    Files.writeString(
        in.resolve("part-00000-of-00001.jsonl"),
        "{\"reason\":\"late\",\"stage\":\"admit\",\"message\":\"x\"}");
    CommandRun run =
        CommandRun.of(
            "run",
            "--runner=DirectRunner",
            "--definition=" + definition,
            "--input=" + raw + "," + folder.resolve("old"),
            "--output=" + output);
    isUsage(run, "holds rejected records of an earlier run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reason\":\"sold out\",\"stage\":\"validate\",\"message\":\"x\"}",
        "{\"reason\":\"late\",\"stage\":\"main\",\"message\":\"x\"}",
        "{\"id\":1,\"reason\":\"late\",\"stage\":\"admit\",\"message\":\"x\"}",
        "{\"reason\":\"late\"}",
        "reason",
        ""
      })
  void eventsThatOnlyLookLikeItAreRead(String record) throws IOException {
    Files.writeString(raw.resolve("0.jsonl"), record + "\n");
    CommandRun run = run("DirectRunner", List.of());
    assertThat(run.err(), run.status(), is(0));
  }
}
