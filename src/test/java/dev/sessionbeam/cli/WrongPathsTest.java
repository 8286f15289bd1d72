package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that people mistype: one line each, exit status 2, and nothing is written. */
class WrongPathsTest {
  private static final String EVENT =
      "{\"id\":\"%s\",\"m\":\"m\",\"t\":1486252800000,\"a\":\"v\"}\n";

  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(
        folder.resolve("d.yaml"),
        """
        name: small
        event: {id: id, machine: m, time: {field: t, format: epoch_millis}, action: a}
        session: {gap: 30m}
        """);
    for (String name : List.of("a/1.jsonl", "b/2.jsonl", "c,d/3.jsonl", "[x", "{y")) {
      Path file = folder.resolve("in/" + name);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, String.format(Locale.ROOT, EVENT, name));
    }
    Files.writeString(folder.resolve("file"), "x");
    Files.writeString(folder.resolve("broken.yaml"), "output: out\ninput: [a\n");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
  }

  /** Runs with some flags replaced or added. DIR stands for the folder of the test. */
  private CommandRun run(String... flags) {
    List<String> args = new ArrayList<>(List.of("run"));
    Stream.of(
            "--runner=DirectRunner",
            "--definition=DIR/d.yaml",
            "--input=DIR/in/a",
            "--output=DIR/out")
        .filter(
            flag ->
                Arrays.stream(flags).noneMatch(it -> it.startsWith(flag.replaceAll("=.*", "="))))
        .forEach(args::add);
    args.addAll(List.of(flags));
    return CommandRun.of(
        args.stream().map(arg -> arg.replace("DIR", folder.toString())).toArray(String[]::new));
  }

  private void requireOneLine(CommandRun run, String message) throws IOException {
    assertThat(run.err(), run.status(), is(2));
    List<String> lines = run.err().lines().filter(line -> !line.startsWith("Help: ")).toList();
    assertThat(run.err(), lines.size(), is(1));
    assertThat(
        lines.get(0).replace(folder.toString(), "DIR"),
        allOf(startsWith("sessionbeam: "), containsString(message)));
    assertThat(run.err(), not(containsString("Exception")));
    assertThat(CommandRun.files(folder.resolve("out")), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--input",
        "--output",
        "--definition",
        "--archive",
        "--checkpoints",
        "--options",
        "--savepointPath",
        "--flinkMaster",
        "--from",
        "--compression"
      })
  void aFlagWithoutAValueIsRejected(String flag) throws IOException {
    requireOneLine(run(flag + "="), flag + " is empty");
    requireOneLine(run(flag + "= "), flag + " is empty");
  }

  @Test
  void emptyPathsOfOtherCommandsAreRejected() throws IOException {
    requireOneLine(CommandRun.of("validate", ""), "DEFINITION is empty");
    requireOneLine(
        CommandRun.of("simulate", "--events=1", "--machines=1", "--seed=1", "--output="),
        "--output is empty");
  }

  @Test
  void emptyValuesInAnOptionsFileAreRejected() throws IOException {
    Path options = Files.writeString(folder.resolve("o.yaml"), "output:\ninput: ''\n");
    CommandRun run =
        CommandRun.of("run", "--definition=" + folder.resolve("d.yaml"), "--options=" + options);
    assertThat(run.status(), is(2));
    assertThat(
        run.err(), allOf(containsString("--output is empty"), containsString("--input is empty")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3a://b/k          | is not a name in S3: write s3://b/k
          s3n://b/k          | is not a name in S3: write s3://b/k
          S3://b/k           | is not a name in S3: write s3://b/k
          s3:/b/k            | is not a name in S3: write s3://b/k
          s3:b/k             | is not a name in S3: write s3://b/k
          file:///tmp/x      | is a URL: write the path, /tmp/x
          file:/tmp/x        | is a URL: write the path, /tmp/x
          gs://b/k           | gs:// is not supported
          hdfs://host/k      | hdfs:// is not supported
          https://host/k     | https:// is not supported
          HTTPS://host/k     | https:// is not supported
          abfss://c@host/k   | abfss:// is not supported
          ~                  | the shell did not replace the ~
          ~/x                | write $HOME/x, or ./~/x
          """)
  void aNameInAPlaceThatIsNotSupportedIsRejected(String name, String message) throws IOException {
    for (String flag : List.of("--input", "--output", "--definition")) {
      CommandRun run = run(flag + "=" + name);
      requireOneLine(run, name.toLowerCase(Locale.ROOT).startsWith("s3:/") ? "s3:/" : message);
    }
    requireOneLine(run("--input=" + name), message);
    requireOneLine(
        run("--streaming", "--archive=" + name, "--output=DIR/out", "--input=DIR/in/a"), message);
    assertThat(Files.exists(Path.of(name)), is(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--definition", "--checkpoints", "--options"})
  void aFileThatMustBeLocalIsNotOnS3(String flag) throws IOException {
    requireOneLine(run(flag + "=s3://bucket/x", "--streaming"), "must be a path on the local disk");
    assertThat(Files.exists(Path.of("s3:")), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          --input=DIR/in/[a; '[' at character
          --input=DIR/in/[a; close it, or write \\[
          --input=DIR/in/{a; '{' at character
          --input=DIR/in/{a,DIR/in/b; '{' at character
          --input=DIR/in/*/[!; '[' at character
          --input=DIR/in/{a,{b}; '{' at character
          --input=DIR/in/[]; holds no character
          --input=DIR/in/[b-a]; is not a valid glob
          --input=DIR/in/*\\; ends with a backslash
          --input=DIR/in/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}; more than 1000 names
          --input=DIR/in/nothing*; does not exist
          --input=DIR/in/{x,y}/*; does not exist
          --input=DIR/in/a/1.jsonl/x; --input: cannot read DIR/in/a/1.jsonl/x: DIR/in/a/1.jsonl is a file, not a folder
          --input=DIR/dangling; does not exist
          --input=DIR/d*; DIR/dangling does not exist
          --input=DIR/in/a,; has an empty name beside a comma
          --input=,DIR/in/a; has an empty name beside a comma
          --input=DIR/in/a,,DIR/in/b; has an empty name beside a comma
          --input=a\\0b; has no NUL character
          --output=a\\0b; has no NUL character
          --definition=a\\0b; has no NUL character
          --input=/dev/null; is neither a file nor a folder
          --output=DIR/file; --output: cannot write to DIR/file: it is a file
          --output=DIR/file/x; is not a folder that can be written to
          --output=DIR/dangling; a symbolic link to nothing
          --output=/proc/x; --output: cannot write to /proc/x
          --definition=DIR/in; --definition: cannot read DIR/in
          --definition=DIR/nowhere; it does not exist
          --definition=DIR/file/x; --definition: cannot read DIR/file/x: DIR/file is a file, not a folder
          --options=DIR/nowhere; --options: cannot read DIR/nowhere: it does not exist
          --options=DIR/in; --options: cannot read DIR/in
          --options=DIR/file; is not a YAML map of flags
          --options=DIR/broken.yaml; line 2: is not a YAML map of flags
          """)
  void aPathThatCannotBeUsedIsNamedInOneLine(String flag, String message) throws IOException {
    requireOneLine(run(flag.replace("\\0", "\0")), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--input", "--output", "--definition", "--options", "--checkpoints"})
  void aNameThatIsTooLongIsNamedInOneLine(String flag) throws IOException {
    String name = "x".repeat(300);
    CommandRun run =
        flag.equals("--checkpoints")
            ? run(flag + "=" + folder.resolve("file"), "--streaming", "--runner=FlinkRunner")
            : run(flag + "=DIR/" + name);
    requireOneLine(run, flag);
  }

  @Test
  void aCircleOfSymbolicLinksIsNamed() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/a/circle"), folder.resolve("in"));
    for (String input : List.of("DIR/in", "DIR/in/*", "DIR/in/**", "DIR/{in,x}/a", "DIR/i*/*/*")) {
      requireOneLine(run("--input=" + input), "is a symbolic link to a folder that holds it");
    }
    CommandRun direct = run("--input=DIR/in/*/*.jsonl");
    assertThat(direct.err(), direct.status(), is(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DIR/in/{a,b}/*.jsonl          | 2
          DIR/in/{a,b,gone}             | 2
          DIR/in/{a,{b,gone}}/*.jsonl   | 2
          DIR/in/{a/1,b/2}.jsonl        | 2
          DIR/in/{a,b}/*.jsonl,DIR/in/c\\,d | 3
          DIR/in/a, DIR/in/b            | 2
          DIR/in/{c\\,d,a}              | 2
          DIR/in/[ab]/*                 | 2
          DIR/in/[!ab]*/*               | 1
          DIR/in/[x                     | 1
          DIR/in/{y                     | 1
          DIR/in/\\[*                   | 1
          DIR/in/**/*.jsonl             | 3
          DIR/in/*/../a/*               | 1
          """)
  void globsAndCommasMeanWhatTheyDoInAShell(String input, int events) throws IOException {
    CommandRun run = run("--input=" + input);
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(folder.resolve("out"), "events").size(), is(events));
  }

  @Test
  void anOptionsFileWithoutFlagsIsAllowed() throws IOException {
    Files.writeString(folder.resolve("o.yaml"), "null\n");
    CommandRun run = run("--options=DIR/o.yaml");
    assertThat(run.err(), run.status(), is(0));
  }

  @Test
  void anOptionsFileMayListInputs() throws IOException {
    Path options =
        Files.writeString(
            folder.resolve("o.yaml"),
            "input: [%s/in/a, '%s/in/c,d', '%s/in/{b,x}']\n".replace("%s", folder.toString()));
    CommandRun run =
        CommandRun.of(
            "run",
            "--runner=DirectRunner",
            "--definition=" + folder.resolve("d.yaml"),
            "--output=" + folder.resolve("out"),
            "--options=" + options);
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(folder.resolve("out"), "events").size(), is(3));
  }

  /** In the locale C, Java cannot hold a name outside ASCII, neither of a flag nor of a file. */
  @Test
  void aNameThatTheLocaleCannotHoldIsNamedInOneLine() throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "file names are UTF-8");
    Path accented = Files.createDirectories(folder.resolve("in/e\u0301"));
    Files.writeString(accented.resolve("x.jsonl"), String.format(Locale.ROOT, EVENT, "x"));
    for (String flag : List.of("--input=" + folder.resolve("in"), "--output=" + accented)) {
      Path log = folder.resolve("log");
      List<String> args =
          new ArrayList<>(List.of("run", "--definition=" + folder.resolve("d.yaml"), flag));
      args.add(
          flag.startsWith("--input")
              ? "--output=" + folder.resolve("out")
              : "--input=" + folder.resolve("in/a"));
      Process process = CommandRun.start(log, Map.of("LC_ALL", "C"), args);
      assertThat(process.waitFor(), is(2));
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("sessionbeam: "))
              .toList();
      assertThat(lines.toString(), lines.size(), is(1));
      assertThat(lines.get(0), containsString("export LC_ALL=C.UTF-8"));
    }
  }
}
